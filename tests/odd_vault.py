"""A vault as people have them after ten years: every note in it is odd in a way of its own."""

import os

TAKEAWAYS = "## Takeaways\n\n- Measure it before it is changed.\n"
MEASURE = "Measure it before it is changed."
# name: bytes; every one has to be read, and those that hold TAKEAWAYS have to give them
NOTES = {
    "plain.md": "no front matter\n\n" + TAKEAWAYS,
    "empty.md": "",
    "blank.md": "\n\n   \n",
    "only front matter.md": "---\ntitle: Alone\ntags: [a, b]\n---",
    "only front matter and a line.md": "---\ntitle: Alone\n---\n",
    "empty front matter.md": "---\n---\n" + TAKEAWAYS,
    "comment front matter.md": "---\n# nothing yet\n---\n" + TAKEAWAYS,
    "unclosed.md": "---\ntitle: never closed\n\n" + TAKEAWAYS,
    "rule first.md": "---\n\n" + TAKEAWAYS,
    "rules within.md": "one\n\n---\n\ntwo\n\n---\n\n" + TAKEAWAYS,
    "colon in value.md": "---\ntitle: Loss: what it is\nsource: https://example.org/a\n---\n"
    + TAKEAWAYS,
    "unclosed list.md": "---\ntags: [one, two\nauthor: Ada\n---\n" + TAKEAWAYS,
    "unclosed quote.md": '---\ntitle: "half\nauthor: Ada\n---\n' + TAKEAWAYS,
    "tab in yaml.md": "---\ntags:\n\t- one\n\t- two\nauthor: Ada\n---\n" + TAKEAWAYS,
    "duplicate keys.md": "---\nauthor: First\nauthor: Second\n---\n" + TAKEAWAYS,
    "yaml list.md": "---\n- one\n- two\n---\n" + TAKEAWAYS,
    "yaml scalar.md": "---\njust words\n---\n" + TAKEAWAYS,
    "yaml number.md": "---\n42\n---\n" + TAKEAWAYS,
    "two documents.md": "---\na: 1\n--- \nb: 2\n---\n" + TAKEAWAYS,
    "laughs.md": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{n}: &{n} [{','.join(['*' + o] * 9)}]\n"
        for o, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "---\n"
    + TAKEAWAYS,
    "merged laughs.md": "---\na: &a {k: 1}\n"
    + "".join(
        f"{n}: &{n} {{<<: [{','.join(['*' + o] * 9)}]}}\n"
        for o, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "---\n"
    + TAKEAWAYS,
    "loop.md": "---\na: &a [*a]\n---\n" + TAKEAWAYS,
    "deep.md": "---\na: " + "[" * 5000 + "]" * 5000 + "\n---\n" + TAKEAWAYS,
    "python tag.md": '---\na: !!python/object/apply:os.system ["echo no"]\n---\n' + TAKEAWAYS,
    "own tag.md": "---\na: !mine {b: 1}\nauthor: Ada\n---\n" + TAKEAWAYS,
    "bad tags.md": "---\na: !!timestamp 2022-02-30\nb: !!int x\nc: !!bool x\nd: !!binary '?'\n---\n"
    + TAKEAWAYS,
    "dates.md": "---\npublished: 2022-02-30\ncreated: 2025-08-20T10:61:00\nat: 10:30\n---\n"
    + TAKEAWAYS,
    "numbers.md": "---\na: .nan\nb: .inf\nc: 1e999\nd: "
    + "9" * 5000
    + "\ne: 0777\nf: 1_000\ng: 1.0e999\n---\n"
    + TAKEAWAYS,
    "odd keys.md": '---\n1: a\ntrue: b\n~: c\n[x, y]: d\n? e\n: f\n"": g\n---\n' + TAKEAWAYS,
    "set.md": "---\na: !!set {x, y}\nb: !!pairs [x: 1]\nc: !!binary aGk=\n---\n" + TAKEAWAYS,
    "long front matter.md": "---\n"
    + "".join(f"key{n}: value\n" for n in range(30_000))
    + "---\n"
    + TAKEAWAYS,
    "bare link.md": "---\nauthor: [[Ada Lovelace]]\ncategories: [[Books]]\n---\n" + TAKEAWAYS,
    "crlf.md": ("---\r\nauthor: Ada\r\n---\r\n" + TAKEAWAYS.replace("\n", "\r\n")),
    "cr.md": ("---\nauthor: Ada\n---\n" + TAKEAWAYS).replace("\n", "\r"),
    "mixed ends.md": "---\r\nauthor: Ada\n---\r\n" + TAKEAWAYS,
    "bom.md": ("\ufeff---\nauthor: Ada\n---\n" + TAKEAWAYS),
    "bom crlf.md": ("\ufeff---\nauthor: Ada\n---\n" + TAKEAWAYS).replace("\n", "\r\n"),
    "utf16 le.md": ("\ufeff---\nauthor: Ada\n---\n" + TAKEAWAYS).encode("utf-16-le"),
    "utf16 be.md": ("\ufeff---\nauthor: Ada\n---\n" + TAKEAWAYS).encode("utf-16-be"),
    "utf16 without bom.md": ("---\nauthor: Ada\n---\n" + TAKEAWAYS).encode("utf-16-le"),
    "latin1.md": ("---\nauthor: Ren\xe9\n---\n" + TAKEAWAYS).encode("latin-1"),
    "one bad byte.md": ("---\nauthor: 林\n---\n" + "量" * 50 + "\n\n" + TAKEAWAYS).encode()
    + b"\xff",
    "half a character.md": (TAKEAWAYS + "量").encode()[:-1],
    "nul bytes.md": TAKEAWAYS + "a\0b\0c",
    "all nul.md": b"\0" * 4096,
    "random.md": bytes(range(256)) * 20,
    "lone surrogate.md": b"\xed\xa0\x80 " + TAKEAWAYS.encode(),
    "control.md": "\x1b[31m\x07\x0b\x0c\x1c\x85\u2028\u202e\n\n" + TAKEAWAYS,
    "fences.md": "````md\n```\n## Summary\n- not this\n```\n````\n~~~\n## Summary\n- nor this\n~~~\n\n"
    + TAKEAWAYS,
    "open fence.md": TAKEAWAYS + "\n```\n## Summary\n- not this\n",
    "comments.md": "%%\n## Summary\n- hidden\n%%\n`%%` and\n\n" + TAKEAWAYS + "\n%% an end",
    "embeds.md": "![[picture.png]]\n![[note#^abc|200]]\n\n" + TAKEAWAYS + "- ![[only.png]]\n",
    "footnotes.md": TAKEAWAYS + "- It says so.[^1] ^block-1\n\n[^1]: there\n",
    "canvas.md": "%% kanban:settings\n```\n{}\n```\n%%\n\n" + TAKEAWAYS,
    "html.md": "<div>\n<!-- ## Summary -->\n</div>\n\n" + TAKEAWAYS,
    "nested quotes.md": ">" * 3000 + " deep\n\n" + TAKEAWAYS,
    "nested lists.md": "".join("  " * n + "- item\n" for n in range(300)) + "\n" + TAKEAWAYS,
    "brackets.md": "[" * 5000 + "](" * 2000 + "\n\n" + TAKEAWAYS,
    "stars.md": "*" * 5000 + "a" + "_" * 5000 + "\n\n" + TAKEAWAYS,
    "5 MB of lines.md": "word after word after word, said once and not again\n" * 100_000
    + "\n"
    + "## Takeaways\n- Short.\n",
    "5 MB in a line.md": "word " * 1_000_000,
    "笔记：第一章.md": "## 三、要点\n\n- 先量，再改。\n",
    "日记 🌱.md": TAKEAWAYS,
    "é nfd.md": TAKEAWAYS,
    " spaces .md": TAKEAWAYS,
    "UPPER.MD": TAKEAWAYS,
    ("long " * 49) + "n.md": TAKEAWAYS,
    "sub/folder/deep/below.md": TAKEAWAYS,
    "sub.folder.md/inside.md": TAKEAWAYS,
    "notes.txt": "## Summary\n- no note\n",
    ".hidden.md": TAKEAWAYS,
    ".obsidian/workspace.md": TAKEAWAYS,
    ".trash/gone.md": TAKEAWAYS,
    ".git/x.md": TAKEAWAYS,
}
READ = [name for name in NOTES if name.lower().endswith(".md") and not name.startswith(".")]


def odd_vault(folder):
    """Write the notes, and the links, loops and pipes between them; gives the folder back."""
    for name, content in NOTES.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    os.symlink(folder, os.path.join(folder, "sub", "round and round"))
    os.symlink(".", os.path.join(folder, "here"))
    os.symlink("loop b.md", os.path.join(folder, "loop a.md"))
    os.symlink("loop a.md", os.path.join(folder, "loop b.md"))
    os.symlink("/etc/hostname", os.path.join(folder, "outside.md"))
    os.symlink("/etc", os.path.join(folder, "outside folder"))
    os.symlink("nowhere", os.path.join(folder, "broken.md"))
    os.mkfifo(os.path.join(folder, "pipe.md"))
    return folder


def photograph(folder, without=()):
    """Every file below a folder as it is: bytes, mode and time of change; links as where they lead."""
    seen = {}
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if os.path.join(at, name) not in without]
        for name in (*folders, *names):
            path = os.path.join(at, name)
            found = os.lstat(path)
            if os.path.islink(path):
                seen[path] = os.readlink(path)
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    seen[path] = (file.read(), found.st_mode, found.st_mtime_ns)
    return seen
