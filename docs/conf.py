"""How the documentation is built: ``make docs``."""

import armillary

project = "Armillary"
author = "The Armillary authors"
copyright = "The Armillary authors, Apache-2.0"
version = release = armillary.__version__

extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = "Armillary"
html_show_sphinx = False
