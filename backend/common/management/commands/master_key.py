"""``manage.py master_key``: see the key that opens all photos, try it, or put another one in its place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.common.at_rest import keyset as keys
from backend.common.at_rest.master import KeyProgram, MasterKey, read_key_file, write_key_file
from backend.common.at_rest.problems import KeyProblem
from backend.common.durable import flush_folder


class Command(BaseCommand):
    help = "The master key: without it, nobody can read the photos that are stored here, nor those of any backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("show", help="the key, to be written down or kept elsewhere")
        verbs.add_parser("check", help="does it open the keyset? Asks nothing, changes nothing")
        change = verbs.add_parser("change", help="another master key; no photo is encrypted anew")
        change.add_argument("--to-program", type=Path, metavar="PATH", help="a key program from now on")
        verbs.add_parser("finish", help="let only the key that is in force open the keyset")

    def handle(self, *, verb: str, to_program: Path | None = None, **_options: Any) -> None:
        where = keys.places()
        try:
            keys.keyset()
            match verb:
                case "show":
                    self.show(where)
                case "check":
                    self.try_key(where)
                case "change" if to_program is not None:
                    self.change_to_program(where, KeyProgram(to_program))
                case "change":
                    self.change(where)
                case "finish":
                    self.finish(where)
        except KeyProblem as problem:
            raise CommandError(str(problem)) from problem

    def show(self, where: keys.Places) -> None:
        wrapper = keys.wrapper_of(where)
        if not isinstance(wrapper, MasterKey):
            self.stdout.write(f"A program keeps it: {where.program}")
            return
        lines = [
            "",
            "Photos are encrypted with a key. Whoever loses it loses them, in every backup too; whoever has it and a",
            "copy of the disk can read them. Write it down, or keep a copy of the file on another device:",
        ]
        lines.append("  LIKENESS_MASTER_KEY" if where.master_text else f"  {where.master}")
        # A log is read by more people than a terminal.
        if self.stdout.isatty():
            lines.append(f"  {wrapper.text}")
        else:
            lines.append("  (python3 manage.py master_key show prints it in a terminal)")
        self.stdout.write("\n".join([*lines, ""]))

    def try_key(self, where: keys.Places) -> None:
        names = keys.wrappers(where)
        self.stdout.write(f"The {keys.wrapper_of(where).name} opens the keyset.")
        if len(names) > 1:
            self.stdout.write(f"So do: {', '.join(names)}. `manage.py master_key finish` ends that.")

    def change(self, where: keys.Places) -> None:
        """Crash-proof: the key that is in force opens the keyset before and after every step."""
        if where.program is not None or where.master_text:
            new = MasterKey.generate()
            keys.rewrap(where, by=new)
            self.stdout.write(
                f"The new key: {new.text}\nBoth open the keyset now. Set LIKENESS_MASTER_KEY to the new one (and unset "
                "LIKENESS_KEY_PROGRAM), start Likeness again, then: python3 manage.py master_key finish"
            )
            return
        following = where.master.with_name(f"{where.master.name}.next")
        new = read_key_file(following) or MasterKey.generate()
        if not following.exists():
            write_key_file(following, new)
        keys.rewrap(where, by=new)
        following.replace(where.master)
        flush_folder(where.master.parent)
        keys.forget_other_wrappers(where)
        self.stdout.write("The master key was changed; every copy of the old one is of use for older backups alone.")
        self.show(where)

    def change_to_program(self, where: keys.Places, program: KeyProgram) -> None:
        keys.rewrap(where, by=program)
        self.stdout.write(
            f"{program.path} opens the keyset too. Set LIKENESS_KEY_PROGRAM to it, start Likeness again, then: "
            "python3 manage.py master_key finish"
        )

    def finish(self, where: keys.Places) -> None:
        gone = keys.forget_other_wrappers(where)
        self.stdout.write(f"No longer opens the keyset: {', '.join(gone) or 'nothing; only one did'}.")
