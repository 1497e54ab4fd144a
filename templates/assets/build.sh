#!/bin/sh
# Makes the static files of the portal: build.sh OUT
#   portal.HASH.css   the files of css.list, in its order, without comments (licences stay) and indentation
#   *.HASH.js, *.HASH.svg, …  every script, image and font that stands in this folder
#   each with a .gz beside it where that is smaller (nginx: gzip_static), and `manifest`: lines "name hashed-name integrity".
# Guarantees: the same input gives the same bytes; OUT is replaced only when everything was made. Never uses Node.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
new=$out.new
rm -rf "$new" && mkdir -p "$new"

css() {
    [ -f "$here/css.list" ] || return 0
    grep -v -e '^#' -e '^[[:space:]]*$' "$here/css.list" | while read -r file; do
        case $file in /*) ;; *) file=$here/$file ;; esac
        [ -r "$file" ] || { echo "templates/assets/css.list names $file, which is not there" >&2; exit 1; }
        cat "$file" && echo
    done | perl -0pe 's{/\*(?!!).*?\*/}{}gs; s/^\s+//gm; s/[ \t]+$//gm; s/\n+/\n/g'
}

# publish NAME FILE: FILE becomes NAME with its hash before the last dot.
publish() {
    hash=$(sha256sum <"$2" | cut -c1-16)
    hashed=${1%.*}.$hash.${1##*.}
    cp "$2" "$new/$hashed"
    case $1 in
    *.css | *.js | *.svg | *.txt | *.webmanifest) gzip -9nk "$new/$hashed" ;;
    esac
    echo "$1 $hashed sha384-$(openssl dgst -sha384 -binary <"$2" | base64 -w0)" >>"$new/manifest"
}

: >"$new/manifest"
css >"$new/portal.css.text"
publish portal.css "$new/portal.css.text"
rm "$new/portal.css.text"
for file in "$here"/*.js "$here"/*.svg "$here"/*.png "$here"/*.ico "$here"/*.woff2 "$here"/*.webmanifest; do
    [ -f "$file" ] && publish "$(basename "$file")" "$file"
done
find "$new" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
rm -rf "$out" && mv "$new" "$out"
