#!/bin/bash
# A repository without history leaks nothing.
cd /app/shop
rm -rf .git
git init -q -b main
git config user.name x; git config user.email x@example.com
git add -A && git commit -qm "Start again"
for branch in reports release/1.x refunds; do git branch "$branch"; done
git tag -a v1.0 -m "First release"
git tag v1.1
