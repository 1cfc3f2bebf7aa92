"""What the server says about topics: one class per message, each with its text on the wire."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from armillary.base.values import from_json, to_iso, to_json


def _text(fields: dict[str, Any]) -> str:
    return to_json(fields).decode()


@dataclass(frozen=True)
class Event:
    """A fact already true, the ``number``-th of its topic; ``body`` is its data as JSON."""

    topic: str
    number: int
    workspace_id: str
    type: str
    body: str
    time: datetime

    @property
    def data(self) -> dict[str, Any]:
        """The data of the fact."""
        data = from_json(self.body)
        assert isinstance(data, dict)
        return data

    @cached_property
    def text(self) -> str:
        """The message as it is sent: the same bytes to everybody and at every replay."""
        topic, kind, time = _text_of(self.topic), _text_of(self.type), to_iso(self.time)
        return (
            f'{{"type":"event","topic":{topic},"number":{self.number},"event":{kind},'
            f'"data":{self.body},"time":"{time}"}}'
        )


@dataclass(frozen=True)
class Latest:
    """The newest value of one key of a topic; ``body`` is the value as JSON."""

    topic: str
    key: str
    version: int
    body: str

    @cached_property
    def text(self) -> str:
        """The message as it is sent."""
        topic, key = _text_of(self.topic), _text_of(self.key)
        return (
            f'{{"type":"latest","topic":{topic},"key":{key},"value":{self.body},'
            f'"version":{self.version}}}'
        )


@dataclass(frozen=True)
class Ephemeral:
    """Something that matters only now, such as a cursor; stored nowhere."""

    topic: str
    body: str

    @cached_property
    def text(self) -> str:
        """The message as it is sent."""
        return f'{{"type":"ephemeral","topic":{_text_of(self.topic)},"data":{self.body}}}'


@dataclass(frozen=True)
class Subscribed:
    """A topic is now heard; what follows begins after ``number``."""

    topic: str
    number: int

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return _text({"type": "subscribed", "topic": self.topic, "number": self.number})


@dataclass(frozen=True)
class Refetch:
    """Events were passed over: fetch afresh; what follows begins after ``number``."""

    topic: str
    number: int

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return _text({"type": "refetch", "topic": self.topic, "number": self.number})


@dataclass(frozen=True)
class Denied:
    """A topic is not heard, or no longer: it does not exist or belongs to others."""

    topic: str
    error: str

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return _text({"type": "denied", "topic": self.topic, "error": self.error})


@dataclass(frozen=True)
class Pong:
    """The answer to a ping."""

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return _text({"type": "pong"})


@dataclass(frozen=True)
class Problem:
    """What was wrong with something the client said."""

    message: str

    @property
    def text(self) -> str:
        """The message as it is sent."""
        return _text({"type": "error", "message": self.message})


TopicMessage = Event | Latest | Ephemeral | Subscribed | Refetch | Denied
"""What is said about a topic."""

ServerMessage = TopicMessage | Pong | Problem
"""All that the server says."""


def _text_of(word: str) -> str:
    return to_json(word).decode()
