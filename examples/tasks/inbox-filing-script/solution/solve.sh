#!/bin/bash
set -euo pipefail
cat > /app/file-inbox.sh <<'SCRIPT'
#!/bin/bash
# Moves the files of an inbox into an archive with a folder for each month.
set -u
export LC_ALL=C TZ=UTC0

fail() {
    printf 'file-inbox: %s\nusage: file-inbox.sh [-n] [--] INBOX ARCHIVE\n' "$1" >&2
    exit 2
}

dry_run=
while getopts :n option; do
    case $option in
        n) dry_run=yes ;;
        *) fail "unknown option -$OPTARG" ;;
    esac
done
shift $((OPTIND - 1))
[[ $# -eq 2 ]] || fail "expected two arguments"
[[ -d $1 ]] || fail "not a folder: $1"
[[ -d $2 || ! -e $2 && ! -L $2 ]] || fail "not a folder: $2"

# A letter after each path keeps the newline that it may end with.
inbox=$(realpath -ez -- "$1" | tr -d '\0'; printf x)
inbox=${inbox%x}
archive=$(realpath -mz -- "$2" | tr -d '\0'; printf x)
archive=${archive%x}
[[ $archive/ != "$inbox"/* ]] || fail "the archive lies in the inbox"
cd -- "$inbox" || exit 1

declare -A planned=()

# Whether the file of the inbox has the content of what is, or would be, at a place; sets free when there is nothing.
same_at() {
    local file=$1 place=$2 there="$archive/$2"
    free=
    if [[ -n ${planned[$place]-} ]]; then
        there="./${planned[$place]}"
    elif [[ ! -e $there && ! -L $there ]]; then
        free=yes
        return 1
    fi
    [[ -f $there && ! -L $there ]] && cmp -s -- "./$file" "$there"
}

file_one() {
    local file=$1 name=${1##*/} month stem extension= number=0 place
    month=$(date -r "./$file" +%Y/%m)
    stem=$name
    if [[ $name == *.* && -n ${name##*.} ]]; then
        stem=${name%.*}
        extension=.${name##*.}
    fi
    place=$month/$stem${extension,,}
    until same_at "$file" "$place" || [[ -n $free ]]; do
        number=$((number + 1))
        place=$month/$stem-$number${extension,,}
    done

    if [[ -z $free ]]; then
        printf 'duplicate\t%s\t%s\0' "$file" "$place"
        [[ -n $dry_run ]] || rm -f -- "./$file"
    else
        printf 'moved\t%s\t%s\0' "$file" "$place"
        if [[ -n $dry_run ]]; then
            planned[$place]=$file
        else
            mkdir -p -- "$archive/$month" && mv -T -- "./$file" "$archive/$place"
        fi
    fi
}

while IFS= read -r -d '' file; do
    file_one "$file"
done < <(find . -mindepth 1 -name '.*' -prune -o -type f -printf '%P\0' | sort -z)

[[ -n $dry_run ]] || find . -depth -mindepth 1 ! -path '*/.*' -type d -empty -delete
SCRIPT
rm -rf /tmp/try && cp -r /app/examples /tmp/try
bash /app/file-inbox.sh /tmp/try/inbox /tmp/try/archive | tr '\0' '\n'
