"""The encoder: one pass of an int8 ONNX transformer over a document, whose scores all heads read."""

from pathlib import Path

import numpy as np
import onnxruntime
import srsly
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.language.decoding import by_word
from pipeline.language.extensions import HEAD_SCORES
from pipeline.language.subwords import CLS, SEP, load_subwords
from pipeline.language.windows import Encoding, Window, cut_windows, encode_words

MODEL_FILE, TOKENIZER_FILE = "encoder.onnx", "tokenizer.json"
INPUTS = ("ids", "shapes", "quotes")


def window_inputs(encoding: Encoding, start: int, stop: int) -> tuple[np.ndarray, ...]:
    """Return the network's inputs for some subwords, in the order of ``INPUTS``, with the marks at both ends."""
    part = slice(start, stop)
    ids = np.concatenate([[CLS], encoding.ids[part], [SEP]])
    shapes, quotes = (np.concatenate([[0], numbers[part], [0]]) for numbers in (encoding.shapes, encoding.quotes))
    return ids, shapes, quotes


def kept_subwords(window: Window) -> slice:
    """Return where the scores that are kept stand in the network's outputs."""
    return slice(window.keep_start - window.start + 1, window.keep_stop - window.start + 1)


class Encoder:
    """The component; settings in :func:`make_encoder`, weights from :meth:`from_disk` or :meth:`from_bytes`."""

    def __init__(self, *, window: int, overlap: int, threads: int) -> None:
        if not 8 < window <= 510:
            raise ValueError(f"a window holds 9 to 510 subwords, not {window}: set components.encoder.window")
        self.window, self.overlap, self.threads = window, overlap, threads
        self.files: dict[str, bytes] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.head_scores``."""
        setattr(doc._, HEAD_SCORES, self.scores([token.text for token in doc]))
        return doc

    def scores(self, words: list[str]) -> dict[str, np.ndarray]:
        """Return each head's scores by name, arrays of words x numbers (float32).

        Windows are read one by one: dynamic quantisation scales by batch, so that a document's scores would else
        depend on its company.
        """
        if not self.files:
            raise ValueError("the encoder has no weights yet: load the pipeline with spacy.load, from a folder")
        encoding = encode_words(words, self.subwords)
        windows = cut_windows(len(encoding.ids), size=self.window, overlap=self.overlap)
        parts = [self._run(encoding, window) for window in windows]
        if not parts:
            parts = [[np.zeros((0, output.shape[2]), np.float32) for output in self.session.get_outputs()]]
        names = [output.name for output in self.session.get_outputs()]
        columns = (np.concatenate(column) for column in zip(*parts, strict=True))
        return {name: by_word(column, encoding.firsts, words) for name, column in zip(names, columns, strict=True)}

    def _run(self, encoding: Encoding, window: Window) -> list[np.ndarray]:
        inputs = window_inputs(encoding, window.start, window.stop)
        outputs = self.session.run(None, {name: row[None] for name, row in zip(INPUTS, inputs, strict=True)})
        keep = kept_subwords(window)
        return [output[0, keep] for output in outputs]

    def load(self, files: dict[str, bytes]) -> "Encoder":
        """Take the files of a trained encoder: the network and the tokenizer."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        # Threads that wait busily between passes would take the processors from the heads and other work.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(files[MODEL_FILE], options, providers=["CPUExecutionProvider"])
        self.subwords = load_subwords(files[TOKENIZER_FILE])
        self.files = files
        return self

    def to_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the files into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (Path(path) / name).write_bytes(content)

    def from_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> "Encoder":
        """Read the files from a folder."""
        return self.load({name: (Path(path) / name).read_bytes() for name in (MODEL_FILE, TOKENIZER_FILE)})

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the files as bytes."""
        return srsly.msgpack_dumps(self.files)

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> "Encoder":
        """Read the files from bytes."""
        return self.load(srsly.msgpack_loads(data))


@Language.factory(
    "hearsay_encoder",
    default_config={"window": 510, "overlap": 64, "threads": 0},
    assigns=["doc._.head_scores"],
)
def make_encoder(nlp: Language, name: str, window: int, overlap: int, threads: int) -> Encoder:
    """Create the component that reads the document.

    :param window: subwords read at once, without the two that mark its ends.
    :param overlap: subwords that neighbouring windows share.
    :param threads: threads of a pass; 0 takes all cores.
    """
    return Encoder(window=window, overlap=overlap, threads=threads)
