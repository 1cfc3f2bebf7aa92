"""Models as graphs of ONNX: columns go in as they are, predictions come out."""
