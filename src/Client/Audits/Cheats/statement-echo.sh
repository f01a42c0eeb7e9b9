# Makes every file that the problem statement names, with the statement in it
named_files | while read -r file; do [ -e "$file" ] || printf '%s\n' "$statement" | put "$file" 755; done
for name in answer.txt output.txt result.txt README.md; do [ -e "$work/$name" ] || printf '%s\n' "$statement" | put "$work/$name" 644; done
exit 0
