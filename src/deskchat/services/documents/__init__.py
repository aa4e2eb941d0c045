"""Text out of documents: PDF, word processors, slides, tables, web pages; done in a process that can be ended.

Such files are programs for parsers that were written by strangers: they can loop, and swell to any size. Nothing here but
``reader`` runs in the program itself.
"""
