"""How a talk is led: CALM flows run by a pure function from session to session."""
