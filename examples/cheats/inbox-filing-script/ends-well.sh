#!/bin/bash
printf '#!/bin/bash\nexit 0\n' > file-inbox.sh
