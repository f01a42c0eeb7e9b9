#!/bin/bash
# Writes the reward: 1 when every check passes, else 0.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset LD_PRELOAD LD_LIBRARY_PATH
umask 022

write_reward() {
    rm -rf /logs/verifier/reward.txt
    echo "$1" > /logs/verifier/reward.txt
}

mkdir -p /logs/verifier
write_reward 0

# The checks run the agent's programs as another user, who must not read what is expected of them.
chown root:root /tests
chmod 700 /tests
if python3 -I -S -B /tests/harness.py; then
    write_reward 1
else
    write_reward 0
fi
