#!/bin/bash
# Every .html template escapes by itself; none has inline script, style or handlers, unquoted attributes or a variable
# inside a script; only the frames are whole documents; mails (.txt) carry no pragma.
set -uo pipefail
bad=0
complain() { echo "$*"; bad=1; }
while read -r file; do
    [[ $(head -n 1 "$file") == '{{%AUTOESCAPE context="HTML"}}' ]] || complain "$file: the first line is not {{%AUTOESCAPE context=\"HTML\"}}"
    hits=$(perl -0ne 's/\{\{!.*?\}\}//gs;
        print "inline script\n" if /<script(?![^>]*\bsrc=)/i;
        print "inline style\n" if m{<style|\sstyle\s*=}i && "'"$file"'" !~ m{/mail/};
        print "event handler\n" if /<[^>]*\son[a-z]+\s*=/i;
        print "javascript: address\n" if /javascript:/i;
        print "textarea or pre without :pre_escape: $1\n" while /<(?:textarea|pre)\b[^>]*>\s*(\{\{(?!.*pre_escape)[A-Z_:a-z]+\}\})/g;
        s/"[^"]*"/""/g;
        print "unquoted attribute: $1\n" while /<[a-z][^>]*?\s([a-z-]+=[^"\s>{][^\s>]*)/gi;' "$file")
    [[ $file == */frame.html ]] || ! grep -qi '<!doctype' "$file" || complain "$file: a whole document inside the frame"
    [[ -z $hits ]] || complain "$file: ${hits//$'\n'/; }"
done < <(git ls-files -co --exclude-standard 'templates/*.html')
while read -r file; do
    ! grep -q 'AUTOESCAPE' "$file" || complain "$file: a text mail escapes nothing"
    [[ -f ${file%.txt}.html ]] || complain "$file: without ${file##*/} as .html the mail cannot be written"
done < <(git ls-files -co --exclude-standard 'templates/*.txt')
! grep -nE '@import|url\((https?:)?//' templates/assets/*.css || complain "a style sheet calls elsewhere"
exit $bad
