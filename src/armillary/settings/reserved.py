"""Names of older servers that are read now and take effect with the capability they belong to."""

from pydantic import BaseModel

from armillary.settings.fields import setting


class TextAnalysis(BaseModel):
    """Text analysis: read so that its deployments start; used once that capability is here."""

    default_group: str = setting(
        "", "DEFAULT_GROUP", "DEFAULT_GROUP", text="Group of language models loaded at start."
    )
    workers_per_device: int = setting(
        1,
        "NUM_WORKERS_PER_GPU",
        "NUM_WORKERS_PER_GPU",
        text="Analyses that one device computes at a time.",
        ge=1,
    )
    max_queue_size: int = setting(
        100, "MAX_QUEUE_SIZE", "MAX_QUEUE_SIZE", text="Analyses that may wait.", ge=1
    )
    max_text_length: int = setting(
        20_000, "MAX_TEXT_LENGTH", "MAX_TEXT_LENGTH", text="Longest text in characters.", ge=1
    )
    request_timeout_s: float = setting(
        300.0, "REQUEST_TIMEOUT", "REQUEST_TIMEOUT", text="Seconds one analysis may take.", gt=0
    )
    lazy_load_model: bool = setting(
        False,
        "LAZY_LOAD_MODEL",
        "LAZY_LOAD_MODEL",
        text="Load language models at the first request instead of at start.",
    )
    tuned_lens_dir: str = setting(
        "", "TUNED_LENS_DIR", "TUNED_LENS_DIR", text="Folder of tuned lenses; empty means none."
    )
    use_bf16: bool = setting(
        True, "GLOBAL_USE_BF16", "GLOBAL_USE_BF16", text="Compute language models in bfloat16."
    )
    no_orig: bool = setting(
        True, "GLOBAL_NO_ORIG", "GLOBAL_NO_ORIG", text="Leave the original model unloaded."
    )
    analysis_batch_size: int = setting(
        48, "GLOBAL_BATCH_SIZE", "GLOBAL_BATCH_SIZE", text="Batch size of analyses.", ge=1
    )
    analysis_batch_size_max: int = setting(
        768,
        "GLOBAL_AUTO_BATCH_SIZE_MAX",
        "GLOBAL_AUTO_BATCH_SIZE_MAX",
        text="Largest batch that is chosen by itself.",
        ge=1,
    )
    max_cpu_cached_models: int = setting(
        5,
        "MAX_CPU_CACHED_MODELS",
        "MAX_CPU_CACHED_MODELS",
        text="Language models kept in main memory.",
        ge=0,
    )
    cache_ttl_s: int = setting(
        3600, "CACHE_TTL", "CACHE_TTL", text="Seconds a cached analysis is good for.", ge=0
    )


class Assistant(BaseModel):
    """Assistant: read so that its deployments start; used once that capability is here."""

    openai_api_key: str = setting(
        "",
        "OPENAI_API_KEY",
        "OPENAI_API_KEY",
        text="Key of an OpenAI-compatible provider; empty means none.",
        secret=True,
    )
    openai_assistant_id: str = setting(
        "", "OPENAI_ASSISTANT_ID", "OPENAI_ASSISTANT_ID", text="Assistant kept at the provider."
    )
    openai_vector_store_id: str = setting(
        "", "OPENAI_VECTOR_STORE_ID", "OPENAI_VECTOR_STORE_ID", text="Store of uploaded files."
    )
    openai_knowledge_store_id: str = setting(
        "", "OPENAI_KNOWLEDGE_STORE_ID", "OPENAI_KNOWLEDGE_STORE_ID", text="Knowledge base store."
    )
    mongodb_uri: str = setting(
        "",
        "MONGODB_URI",
        "MONGODB_URI",
        text="Accepted for older deployments; conversations are kept in our own database.",
        secret=True,
    )
