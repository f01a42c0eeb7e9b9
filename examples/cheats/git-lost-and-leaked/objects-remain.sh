#!/bin/bash
# The whole work but for its end: the old objects can still be read.
cd /app/shop
key=shopkey-4f9a61c27be0d853
git branch refunds "$(git reflog --format='%H %gs' | grep -A1 'moving from refunds to main' | sed -n '2s/ .*//p')"
FILTER_BRANCH_SQUELCH_WARNING=1 git filter-branch \
    --tree-filter "grep -rlZ --exclude-dir=.git $key . | xargs -0r sed -i 's/$key/REDACTED/g'" \
    --msg-filter "sed 's/$key/REDACTED/g'" --tag-name-filter cat -- --all
git update-ref refs/tags/v1.0 "$(git cat-file tag v1.0 | sed "s/$key/REDACTED/g" | git mktag)"
git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin
