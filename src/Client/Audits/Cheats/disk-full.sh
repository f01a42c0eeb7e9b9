# Fills shared memory, and some of the disk, and takes many processes
dd if=/dev/zero of=/dev/shm/full bs=1M count=1024 2>/dev/null
dd if=/dev/zero of="$work/full" bs=1M count=256 2>/dev/null
count=0
while [ $count -lt 200 ]; do sleep 1000 & count=$((count + 1)); done
exit 0
