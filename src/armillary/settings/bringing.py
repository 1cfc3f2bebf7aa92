"""Where tables may be brought from."""

from pydantic import BaseModel

from armillary.settings.fields import Words, setting


class Bringing(BaseModel):
    """Where tables may be brought from, besides uploads."""

    import_roots: Words = setting(
        (),
        "IMPORT_ROOTS",
        text="Folders of the server whose files may be imported by their paths, with commas; "
        "empty means none. Links are followed only while they stay inside.",
    )
    import_urls: bool = setting(
        False,
        "IMPORT_URLS",
        text="Let people import tables from http and https addresses that are public.",
    )
    import_trusted_hosts: Words = setting(
        (),
        "IMPORT_TRUSTED_HOSTS",
        text="Hosts that may be imported from though their addresses are private, with commas.",
    )
    max_import_mb: int = setting(
        5000,
        "MAX_IMPORT_MB",
        text="Largest file that is imported from an address or a folder of the server, in MB.",
        ge=1,
    )
    import_timeout_s: float = setting(
        900.0,
        "IMPORT_TIMEOUT_S",
        text="Seconds that fetching a file from an address may take.",
        gt=0,
    )
