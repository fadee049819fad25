"""From a page to an article, and from an article to blocks with roles.

Invariant: nothing of the page's visible text is lost on the way; what is no story is labelled.
Nothing is loaded here: who needs a date needs no reader of HTML.
"""
