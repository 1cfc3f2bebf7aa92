"""Astronomy: tables of planets and of what is taken for them, and learning to tell them apart."""

from armillary.capabilities.astronomy.missions import Mission, all_missions, get_mission

__all__ = ["Mission", "all_missions", "get_mission"]
