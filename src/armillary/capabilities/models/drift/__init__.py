"""Reports of drift: new tables compared with what a model was trained on."""
