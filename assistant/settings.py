"""Settings, read from ``ASSISTANT_*`` variables and a ``.env`` file.

Nothing else reads the environment.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embedding import DEFAULT_MODEL


class Settings(BaseSettings):
    """Every setting there is. The README's table is made from the descriptions."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True
    )

    data_dir: Annotated[Path, Field(description="Folder for everything that is built or kept.")] = (
        Path("var")
    )
    host: Annotated[str, Field(description="Address the page is served on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="Port the page is served on.")] = 7860
    embedding_model: Annotated[
        str,
        Field(description="Folder or name of a sentence-transformers model on this machine."),
    ] = DEFAULT_MODEL
    embedding_languages: Annotated[
        str,
        Field(description="Languages that model was made for, as `en,sv`; `*` for any."),
    ] = "en"
    nli_model: Annotated[
        str,
        Field(
            description="Folder or local name of an entailment model (a sentence-transformers "
            "CrossEncoder); empty to judge support without one."
        ),
    ] = ""
    chroma_url: Annotated[
        str, Field(description="Address of a Chroma server; empty for Chroma on disk.")
    ] = ""
    model: Annotated[
        str,
        Field(description="Chat model that words the answers, as `provider:name`; empty for none."),
    ] = ""
    model_url: Annotated[
        str,
        Field(description="Address of that model's server, where it is not the provider's own."),
    ] = ""
    model_seconds: Annotated[
        int, Field(ge=1, le=300, description="Seconds that model has for one question.")
    ] = 20
    database_url: Annotated[
        SecretStr,
        Field(
            description="Address of the database, as SQLAlchemy writes it; empty for an SQLite "
            "file in the data folder."
        ),
    ] = SecretStr("")
    feedback_days: Annotated[
        int, Field(ge=1, le=3650, description="Days that what people say of answers is kept.")
    ] = 365
    contact_url: Annotated[
        str, Field(description="Page where a person at the institute can be reached.")
    ] = "https://rwi.lu.se/human-right-cities/"

    @field_validator("chroma_url", "contact_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @property
    def index_dir(self) -> Path:
        """Where the index of the shipped corpus is built."""
        return self.data_dir / "index"

    @property
    def official_dir(self) -> Path:
        """Where ``python -m corpus fetch`` keeps official texts when nobody says otherwise."""
        return self.data_dir / "official"

    @property
    def model_languages(self) -> frozenset[str] | None:
        """The codes in ``embedding_languages``; ``None`` for any language."""
        codes = {code.strip().lower() for code in self.embedding_languages.split(",")}
        return None if "*" in codes else frozenset(codes - {""})


class Keys(BaseSettings):
    """The keys of the providers of chat models, in the variables that those name themselves."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    openai_api_key: SecretStr = SecretStr("")
    anthropic_api_key: SecretStr = SecretStr("")

    def of(self, provider: str) -> str:
        """The key of a provider; empty where there is none."""
        key = getattr(self, f"{provider}_api_key", None)
        return key.get_secret_value() if isinstance(key, SecretStr) else ""
