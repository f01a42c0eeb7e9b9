# Makes every file that the problem statement names, with nothing in it
named_files | while read -r file; do [ -e "$file" ] || : | put "$file" 755; done
exit 0
