"""A pipeline that some articles break, for the tests of workers; it can be installed for other processes to load."""

import importlib
import os
import shutil
import signal
import time
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

stand_in = importlib.import_module("stand_in")  # beside this file, wherever that is
DEADLY = "deadly"  # an article with this word kills the process that annotates it


@Language.factory("faulty", default_config={"log": "", "pause": 0.0})
def make_faulty(nlp: Language, name: str, log: str, pause: float) -> "Faulty":
    """Create the component.

    :param log: file that gets a line for each text: process and first line.
    :param pause: seconds that each text takes.
    """
    return Faulty(log, pause)


class Faulty:
    """Takes its time with every text, and dies of some."""

    def __init__(self, log: str, pause: float) -> None:
        self.log, self.pause = log, pause

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc as it was."""
        with open(self.log, "a", encoding="utf-8") as log:
            log.write(f"{os.getpid()}\t{doc.text.partition(chr(10))[0]}\n")
        if DEADLY in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(self.pause)
        return doc


def save(folder: Path, *, log: Path, pause: float = 0.0) -> Path:
    """Save the pipeline in a folder, as ``spacy.load`` reads it."""
    nlp = spacy.blank("en", meta={"name": "faulty", "version": "1.0.0"})
    nlp.add_pipe("faulty", config={"log": str(log), "pause": pause})
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("stand_in")
    nlp.to_disk(folder)
    return folder


def install(folder: Path) -> Path:
    """Make a folder that, on PYTHONPATH, lets any process load the pipeline: modules, and an entry point of spaCy."""
    described = folder / "faulty-1.0.0.dist-info"
    described.mkdir(parents=True)
    for module in (__file__, stand_in.__file__):
        shutil.copy(module, folder)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: faulty\nVersion: 1.0.0\n", encoding="utf-8")
    (described / "entry_points.txt").write_text("[spacy_factories]\nfaulty = faulty:make_faulty\n", encoding="utf-8")
    return folder
