"""HTML as other sites write it: whole pages, and pieces of them in exports and feeds.

`page.read` reads a saved page, `blocks.blocks` the words of an article alone.
"""
