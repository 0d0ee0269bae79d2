"""Sets the bindings up before the files of tests are read, which import constructs at their top."""

import bindings

bindings.load()
