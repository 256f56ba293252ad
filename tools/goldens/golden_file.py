"""The files of golden tensors, for the scripts beside it."""
import json
import pathlib
import struct

import numpy
import torch

GOLDEN = pathlib.Path(__file__).parents[2] / "tests/golden"
DTYPES = {"float64": "F64", "float32": "F32", "int64": "I64", "int32": "I32", "uint8": "U8", "bool": "BOOL"}


def write(name, tensors, metadata=None):
    """Writes tests/golden/NAME.safetensors, made by NAME.py, of tensors or arrays: the length of the header, the
    header, the bytes; wide types first, so that each is aligned, then by name."""
    arrays = {key: x.detach().numpy() if isinstance(x, torch.Tensor) else x for key, x in tensors.items()}
    header = {"__metadata__": {"made by": f"tools/goldens/{name}.py", "torch": torch.__version__} | (metadata or {})}
    data = b""
    for key, x in sorted(arrays.items(), key=lambda item: (-item[1].itemsize, item[0])):
        content = numpy.ascontiguousarray(x).tobytes()
        header[key] = {"dtype": DTYPES[x.dtype.name], "shape": list(x.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path = GOLDEN / f"{name}.safetensors"
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    print(f"{len(tensors)} tensors, {path.stat().st_size} bytes in tests/golden/{path.name}")
