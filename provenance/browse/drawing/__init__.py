"""Charts and trees as plain SVG: numbers here, shapes in the templates.

Invariant: nothing is told by colour alone, and beside each drawing the same stands in words or figures.
"""
