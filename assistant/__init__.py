"""Floke: answers from KS's guide to innovation in municipalities, with checkable citations.

Read the modules in this order; each imports only what stands before it, and a test sees to that.
"""

READING_ORDER = (
    # words
    "domain",
    "errors",
    "settings",
    # small models
    "grams",
    "logistic",
    "metrics",
    # a question comes in
    "cleaning",
    "privacy",
    "language",
    "intent",
    # texts and method
    "corpus",
    "chunking",
    "glossary",
    "method",
    "plans",
    "guiding",
    "labelled",
    "checking_method",
    "checking_languages",
    "checking",
    # the encoder
    "weights",
    "prepared",
    "encoders",
    "probes",
    "export",
    "quantisation",
    "building",
    "preparation",
    "langchain_embeddings",
    # corpus → index
    "vectors",
    "lexical",
    "whitening",
    "document_classifier",
    "foreseen",
    "sections",
    "store",
    "passages",
    "generations",
    "index",
    "shipping",
    # follow-ups
    "names",
    "followups",
    "corrections",
    # question → passages
    "ranking",
    "cues",
    "retrieval",
    # what kind of question
    "answer",
    "citations",
    "extraction",
    "known_limits",
    "abstention",
    "signs",
    "rivals",
    "diagnosis",
    "danger",
    # how that is learnt
    "calibration",
    "samples",
    "training",
    "validation",
    # passages → answer
    "wording",
    "spelled",
    "writing",
    "steps",
    "composition",
    "wishes",
    "advice",
    "pipeline",
    # conversation
    "topics",
    "history",
    "readings",
    "conversation",
    # for others
    "langchain_retriever",
    "opening",
    # measuring
    "beir",
    "evaluation",
    "conversation_evaluation",
    "situation_evaluation",
    # what is remembered
    "restoring",
    "tables",
    "database",
    "migrations",
    "conversations",
    "feedback",
    "retention",
    # what is taken away
    "blocks",
    "outline",
    "file_names",
    "markdown_export",
    "json_export",
    "word_look",
    "word_export",
    # command line
    "batch",
    "printing",
    "cli_console",
    "cli_evaluate",
    "cli",
    # what every page uses
    "page_headers",
    "ui_html",
    "ui_situation",
    "ui_keeping",
    "ui_asking",
    "ui_privacy",
    "ui_downloads",
    # ask
    "ui_feedback",
    "ui_why",
    "ui_turn",
    "ui_tour",
    "ui_ask",
    # find your approach
    "ui_approach_html",
    "ui_approach_form",
    "ui_approach_result",
    "ui_approach",
    # sources
    "browsing",
    "finding",
    "ui_sources_html",
    "ui_sources_text",
    "ui_sources",
    # about
    "ui_figures",
    "ui_about",
    # my conversations
    "ui_conversation",
    "ui_conversations",
    # quality
    "ui_search_tester",
    "ui_triage",
    "ui_quality",
    # what Streamlit runs
    "ui",
    "pages.ask",
    "pages.approach",
    "pages.sources",
    "pages.conversations",
    "pages.about",
    "pages.quality",
    "pages.floke",
)
