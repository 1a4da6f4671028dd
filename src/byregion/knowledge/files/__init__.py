"""What an uploaded file is, by its content, and what may hide in it. No database, no request.

`refusal` names what can be wrong and how to mend it; `kinds` lists what may be uploaded; one module
per family of formats looks inside. PDFs are read in a process of their own (`pdf_process`), so that
a hostile one costs a bounded time and no more.
"""
