"""How a finished synthesis gets into the output folder."""
