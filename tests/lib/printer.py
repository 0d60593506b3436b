# SPDX-License-Identifier: GPL-3.0-or-later
"""A real CUPS with one printer that writes into a file, on a socket of a folder, for one desktop.

    from printer import Printer
    printer = Printer(desktop)      # before the programs start that shall see it
    printer.wait_job()
    printer.pdf()                   # the path of the PDF that came out
"""
import os
import re
import socket
import subprocess
import sys

NAME = "Imprimante-du-secretariat"
CUPSD = """Listen {folder}/cups.sock
Browsing Off
DefaultAuthType None
DefaultEncryption Never
LogLevel warn
MaxLogSize 0
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
CUPS_FILES = """FileDevice Yes
Sandboxing relaxed
ServerRoot {folder}
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
ServerBin /usr/lib/cups
DataDir /usr/share/cups
AccessLog {folder}/access_log
ErrorLog {folder}/error_log
PageLog {folder}/page_log
"""
MODEL = "lsb/usr/cupsfilters/Generic-PDF_Printer-PDF.ppd"


class Printer:
    def __init__(self, desktop):
        self.desktop = desktop
        self.folder = os.path.join(desktop.folder, "cups")
        for name in ("spool/tmp", "cache", "state"):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        # The filters run as the user of CUPS, who must pass.
        for path in (os.path.dirname(desktop.folder), desktop.folder, self.folder):
            os.chmod(path, 0o711)
        self.output = os.path.join(self.folder, "paper.prn")
        for name, text in (("cupsd.conf", CUPSD), ("cups-files.conf", CUPS_FILES)):
            with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
                file.write(text.format(folder=self.folder))
        desktop.env["CUPS_SERVER"] = os.path.join(self.folder, "cups.sock")
        desktop.spawn(["/usr/sbin/cupsd", "-f", "-c", f"{self.folder}/cupsd.conf", "-s",
                       f"{self.folder}/cups-files.conf"])
        desktop.wait(lambda: self._answers(desktop.env["CUPS_SERVER"]), "CUPS")
        self._run("lpadmin", "-p", NAME, "-E", "-v", "file:" + self.output, "-m", MODEL)
        self._run("lpadmin", "-d", NAME)

    @staticmethod
    def _answers(path):
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(path) == 0

    def _run(self, *words):
        done = subprocess.run(words, env=self.desktop.env, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def jobs(self):
        """Lines about jobs that have been printed."""
        return self._run("lpstat", "-W", "completed", "-o").splitlines()

    def wait_job(self, count=1):
        """Until so many jobs have come out; their titles are in no log of ours."""
        self.desktop.wait(lambda: len(self.jobs()) >= count, f"{count} printed jobs", 60)

    def stop(self, stopped=True):
        """As out of paper: jobs wait."""
        self._run("cupsdisable" if stopped else "cupsenable", NAME)

    def pdf(self):
        """What came out last, as a PDF file: the printer's language around it is taken off."""
        with open(self.output, "rb") as file:
            content = file.read()
        start, end = content.rfind(b"%PDF-"), content.rfind(b"%%EOF")
        if start < 0 or end < 0:
            raise AssertionError(f"no PDF came out: {content[:200]!r}")
        path = os.path.join(self.folder, "paper.pdf")
        with open(path, "wb") as file:
            file.write(content[start:end + 6])
        return path

    def n_pages(self):
        info = subprocess.run(["pdfinfo", self.pdf()], capture_output=True, text=True, check=True)
        return int(re.search(r"^Pages:\s+(\d+)$", info.stdout, re.M).group(1))


if __name__ == "__main__":
    sys.exit("printer.py is a module of the tests")
