#!/bin/sh
# Runs the program for each line of cases.txt: the arguments, then = and what it prints.
program=$1
failed=0
while IFS='=' read -r arguments wanted; do
    answer=$($program $arguments 2>&1)
    if [ "$answer" = "$wanted" ]; then
        echo "ok   $arguments"
    else
        echo "FAIL $arguments: $answer instead of $wanted"
        failed=1
    fi
done < "$(dirname "$0")/cases.txt"
exit $failed
