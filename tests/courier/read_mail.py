# Reads a maildir's new mails with Python's email package and prints what it understood, one JSON object a line.
import email
import email.policy
import json
import pathlib
import sys

for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    raw = file.read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    parts = [{"type": part.get_content_type(), "charset": part.get_content_charset(),
              "encoding": part["content-transfer-encoding"], "text": part.get_content()}
             for part in mail.walk() if not part.is_multipart()]
    headers = [[name, str(value)] for name, value in mail.items()]
    defects = [repr(one) for part in mail.walk() for one in part.defects]
    defects += [f"{name}: {one!r}" for name, value in mail.items() for one in value.defects]
    print(json.dumps({
        "headers": headers, "type": mail.get_content_type(), "parts": parts, "defects": defects,
        "from": [[one.display_name, one.addr_spec] for one in mail["from"].addresses],
        "longest": max(len(line) for line in raw.split(b"\n")), "ascii": raw.isascii(),
    }))
