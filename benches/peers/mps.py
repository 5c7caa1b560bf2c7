"""Reads the free MPS text that `junheng export` writes: whole numbers, several goals, nothing else.

It refuses any other dialect: a name, section or number that `junheng` does not write is an error.
"""

from dataclasses import dataclass, field


@dataclass
class Row:
    """lower <= sum of coefficient * column <= upper; None where there is no such side."""

    name: str
    lower: int | None
    upper: int | None
    columns: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def activity(self, point):
        return sum(a * point[c] for c, a in zip(self.columns, self.values))


@dataclass
class Goal:
    """Minimized: constant + sum of cost * column."""

    name: str
    constant: int = 0
    columns: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def value(self, point):
        return self.constant + sum(a * point[c] for c, a in zip(self.columns, self.values))


@dataclass
class Program:
    """A program in whole numbers."""

    columns: list[str]
    lower: list[int]
    upper: list[int]
    integer: list[bool]
    rows: list[Row]
    goals: list[Goal]
    cones: int

    def broken(self, point):
        """The first bound or row that whole values break, exactly; None for a solution."""
        for name, low, value, high in zip(self.columns, self.lower, point, self.upper):
            if not low <= value <= high:
                return name
        for row in self.rows:
            value = row.activity(point)
            if (row.lower is not None and value < row.lower) or (row.upper is not None and value > row.upper):
                return row.name
        return None


def read(path):
    """The program in the file `path`."""
    section, integer, cones = "", False, 0
    place, program = {}, Program([], [], [], [], [], [], 0)
    column_at, senses = {}, {}
    with open(path, encoding="ascii") as text:
        for line in text:
            if line.startswith("*"):
                cones += "sqrt(" in line
                continue
            words = line.split()
            if not line.startswith(" "):
                section = words[0]
                continue
            if section == "ROWS":
                sense, name = words
                if sense == "N":
                    place[name] = Goal(name.removeprefix("t."))
                    program.goals.append(place[name])
                else:
                    place[name] = Row(name, 0 if sense in "GE" else None, 0 if sense in "LE" else None)
                    senses[name] = sense
                    program.rows.append(place[name])
            elif section == "COLUMNS":
                if words[1] == "'MARKER'":
                    integer = words[2] == "'INTORG'"
                    continue
                name, row, value = words
                if name not in column_at:
                    column_at[name] = len(program.columns)
                    program.columns.append(name)
                    program.integer.append(integer)
                if int(value) != 0:
                    place[row].columns.append(column_at[name])
                    place[row].values.append(int(value))
            elif section == "RHS":
                target = place[words[1]]
                if isinstance(target, Goal):
                    target.constant = -int(words[2])
                    continue
                target.lower = int(words[2]) if target.lower is not None else None
                target.upper = int(words[2]) if target.upper is not None else None
            elif section == "RANGES":
                assert senses[words[1]] == "G", "ranges are written on rows with a lower side"
                place[words[1]].upper = place[words[1]].lower + int(words[2])
            elif section == "BOUNDS":
                side, _, name, value = words
                assert len(program.lower) in (column_at[name], column_at[name] + 1), "columns in order"
                {"LO": program.lower, "UP": program.upper}[side].append(int(value))
            else:
                raise ValueError(f"{path}: unknown section {section}")
    program.cones = cones
    assert len(program.lower) == len(program.upper) == len(program.columns)
    return program
