"""The notebook of the samples, executed as it is; its picture is looked at."""

import base64
import pathlib
import unittest

import nbformat
from nbclient import NotebookClient

NOTEBOOK = pathlib.Path(__file__).resolve().parents[2] / "bindings/python/samples/tour.ipynb"


class Tour(unittest.TestCase):
    def test_every_cell(self):
        notebook = nbformat.read(NOTEBOOK, as_version=4)
        nbformat.validate(notebook)
        self.assertFalse(any(cell.get("outputs") for cell in notebook.cells), "outputs are not kept in the file")
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        self.assertFalse([output for output in outputs if output.output_type == "error"])
        text = "".join(output.get("text", "") for output in outputs)
        self.assertIn("KeystorePasswordWrong", text)
        self.assertIn("token present", text)
        pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
        self.assertEqual(len(pictures), 1)
        png = base64.b64decode(pictures[0])
        self.assertTrue(png.startswith(b"\x89PNG") and len(png) > 8000, len(png))
        self.assertEqual(outputs[-1].data["text/plain"], "0", "objects are alive at the end")


if __name__ == "__main__":
    unittest.main()
