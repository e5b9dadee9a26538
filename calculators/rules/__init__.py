"""The formulas. They take plain numbers or Figures alike and know no form, page or file."""
