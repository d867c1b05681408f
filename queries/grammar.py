"""The grammar of conditions: text to expressions.

    condition  = condition "or" condition | condition "and" condition | "not" condition | "(" condition ")" | test
    test       = number ("=" | "!=" | "<" | "<=" | ">" | ">=") number | code ("=" | "!=") code | code "in" list
               | codes "has" code | date "in" period | attribute "known" | flag | "is" "x"
    number     = 12 | 30d | 12m | @setting | as_of | attribute | "x." attribute | number ("+" | "-" | "*" | "/") number
               | "(" number ")" | "count(" path ")" | "sum(" path "." attribute ")"
    code       = 'text' | variable | @setting | attribute | "x." attribute
    list       = @setting | "(" 'text' {"," 'text'} ")"
    path       = step {step} ["avoid" KIND ["[" condition "]"]]
    step       = (">" | "<" | "~") EDGE {"|" EDGE} ["[" condition "]"] ["+" | "{1," n "}"] [KIND {"|" KIND} ["[" condition "]"]]

``x`` is the target of the rule, at any depth. Whether the names exist and the types fit is the business of `checking`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple, cast

from ..graph.text import Text
from .expressions import (
    CONDITIONS,
    And,
    Arithmetic,
    AsOf,
    Attribute,
    Avoid,
    Compare,
    Comparison,
    Condition,
    Count,
    Direction,
    Expression,
    Flag,
    Has,
    In,
    IsTarget,
    Known,
    Months,
    Not,
    Number,
    Operator,
    Or,
    Path,
    Setting,
    Step,
    Sum,
    Variable,
    Word,
    Words,
)

KEYWORDS = ("or", "and", "not", "in", "has", "known", "is", "x", "count", "sum", "avoid", "as_of")
LONGEST = 9  # the most edges that {1,n} may take
DEEPEST = 40  # the deepest nesting: deeper text is a mistake, and would exhaust Python's stack

TOKENS = re.compile(
    r"""\s*(?:
    (?P<months>\d+m\b) | (?P<days>\d+d\b) | (?P<number>\d+(?:\.\d+)?)(?![\w.]) |
    (?P<word>'[^']*') | @(?P<setting>[a-z_][a-z0-9_]*) | (?P<name>[A-Za-z_][A-Za-z0-9_]*) |
    (?P<sign><=|>=|!=|[=<>~()\[\]{},|.+\-*/]) | (?P<end>$)
    )""",
    re.VERBOSE | re.ASCII,
)


class Token(NamedTuple):
    type: str
    text: str
    column: int  # 1-based


class GrammarError(Exception):
    """The text is no condition. `column` is the 1-based place in it."""

    def __init__(self, message: Text, column: int) -> None:
        super().__init__(message.en)
        self.message = message
        self.column = column


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, the last one of type "end". Raises GrammarError at a character that begins none."""
    found: list[Token] = []
    position = 0
    while not found or found[-1].type != "end":
        match = TOKENS.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise GrammarError(Text(f"不认识的符号“{text[start]}”", f"unexpected character “{text[start]}”"), start + 1)
        kind = cast(str, match.lastgroup)
        found.append(Token(kind, match[kind], match.start(kind) + 1))
        position = match.end()
    return found


def condition(text: str, variables: Collection[str] = ()) -> Condition:
    """The condition that `text` says; `variables` are the names that ``for`` gives. Raises GrammarError.

    >>> condition("technicians >= 100 and key")
    And(parts=(Compare(left=Attribute(name='technicians', of_target=False), comparison='>=', right=Number(value=100.0)),
        Flag(attribute=Attribute(name='key', of_target=False))))
    """
    parser = _Parser(tokens(text), frozenset(variables))
    found = parser.condition()
    parser.expect("end")
    return found


def words(text: str) -> Words | Setting:
    """The list that `text` says: ``@setting`` or ``('a', 'b')``. Raises GrammarError."""
    parser = _Parser(tokens(text), frozenset())
    found = parser.words()
    parser.expect("end")
    return found


class _Parser:
    """Recursive descent, one method per level of precedence; conditions and numbers share the brackets."""

    def __init__(self, found: list[Token], variables: frozenset[str]) -> None:
        self.tokens = found
        self.variables = variables
        self.position = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def advance(self) -> Token:
        token = self.next
        self.position += 1
        return token

    def at(self, *texts: str) -> bool:
        return self.next.type in ("sign", "name") and self.next.text in texts

    def accept(self, *texts: str) -> Token | None:
        return self.advance() if self.at(*texts) else None

    def expect(self, what: str) -> Token:
        """The next token, which must be of type or text `what`."""
        if self.next.type == what or self.at(what):
            return self.advance()
        raise self.unexpected({"end": Text("结尾", "the end"), "name": Text("名称", "a name")}.get(what, Text(f"“{what}”", f"“{what}”")))

    def unexpected(self, wanted: Text) -> GrammarError:
        found = Text(f"“{self.next.text}”", f"“{self.next.text}”") if self.next.type != "end" else Text("结尾", "the end")
        return GrammarError(Text(f"此处应为{wanted.zh}，而不是{found.zh}", f"{wanted.en} expected, not {found.en}"), self.next.column)

    # Conditions

    def condition(self) -> Condition:
        column = self.next.column
        return self.as_condition(self.either(), column)

    def as_condition(self, found: Expression | Condition, column: int) -> Condition:
        if isinstance(found, Attribute) and not found.of_target:
            return Flag(found)
        if isinstance(found, CONDITIONS):
            return found
        raise GrammarError(Text("此处应为条件，而不是数或文字", "a condition expected, not a number or a text"), column)

    def as_expression(self, found: Expression | Condition, column: int) -> Expression:
        if isinstance(found, CONDITIONS):
            raise GrammarError(Text("此处应为数或文字，而不是条件", "a number or a text expected, not a condition"), column)
        return found

    def either(self) -> Expression | Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise GrammarError(Text("嵌套过深", "nested too deeply"), self.next.column)
        found = self.chain("or")
        self.depth -= 1
        return found

    def chain(self, word: str) -> Expression | Condition:
        """Parts joined by "or", whose own parts are joined by "and"."""
        column = self.next.column
        first = self.chain("and") if word == "or" else self.negation()
        if not self.at(word):
            return first
        parts = [self.as_condition(first, column)]
        while self.accept(word):
            column = self.next.column
            parts.append(self.as_condition(self.chain("and") if word == "or" else self.negation(), column))
        return Or(tuple(parts)) if word == "or" else And(tuple(parts))

    def negation(self) -> Expression | Condition:
        negated = 0
        while self.accept("not"):
            negated += 1
        column = self.next.column
        found = self.test()
        if negated:
            found = self.as_condition(found, column)
            found = Not(found) if negated % 2 else found
        return found

    def test(self) -> Expression | Condition:
        if self.accept("is"):
            self.expect("x")
            return IsTarget()
        column = self.next.column
        left = self.sum()
        if sign := self.accept("=", "!=", "<", "<=", ">", ">="):
            right_column = self.next.column
            return Compare(self.as_expression(left, column), cast(Comparison, sign.text), self.as_expression(self.sum(), right_column))
        if self.accept("in"):
            expression = self.as_expression(left, column)
            if self.next.type == "name" and self.next.text in self.variables:
                return In(expression, Variable(self.advance().text))
            return In(expression, self.words())
        if self.at("has", "known"):
            if not isinstance(left, Attribute):
                raise GrammarError(Text("此处应为属性", "an attribute expected"), column)
            if self.advance().text == "known":
                return Known(left)
            code_column = self.next.column
            return Has(left, self.as_expression(self.atom(), code_column))
        return left

    # Numbers and codes

    def sum(self) -> Expression | Condition:
        return self.operation("+-")

    def operation(self, operators: str) -> Expression | Condition:
        column = self.next.column
        left = self.operation("*/") if operators == "+-" else self.atom()
        while sign := self.accept(*operators):
            right_column = self.next.column
            right = self.as_expression(self.operation("*/") if operators == "+-" else self.atom(), right_column)
            left = Arithmetic(cast(Operator, sign.text), self.as_expression(left, column), right)
        return left

    def atom(self) -> Expression | Condition:
        token = self.next
        if self.accept("("):
            found = self.either()
            self.expect(")")
            return found
        if token.type in ("number", "days", "months", "word", "setting"):
            self.advance()
            if token.type == "number":
                return Number(float(token.text))
            if token.type == "days":
                return Number(float(token.text[:-1]))
            if token.type == "months":
                return Months(int(token.text[:-1]))
            return Setting(token.text) if token.type == "setting" else self.word(token)
        if token.type == "name":
            return self.named()
        raise self.unexpected(Text("条件、数或文字", "a condition, a number or a text"))

    def word(self, token: Token) -> Word:
        if not token.text[1:-1].strip():
            raise GrammarError(Text("引号内没有文字", "empty quotes"), token.column)
        return Word(token.text[1:-1])

    def named(self) -> Expression:
        name = self.advance()
        if name.text in ("count", "sum"):
            self.expect("(")
            path = self.path()
            if name.text == "count":
                found: Expression = Count(path)
            else:
                self.expect(".")
                found = Sum(path, self.expect("name").text)
            self.expect(")")
            return found
        if name.text == "as_of":
            return AsOf()
        if name.text == "x":
            self.expect(".")
            return Attribute(self.expect("name").text, of_target=True)
        if name.text in KEYWORDS:
            self.position -= 1
            raise self.unexpected(Text("条件、数或文字", "a condition, a number or a text"))
        return Variable(name.text) if name.text in self.variables else Attribute(name.text)

    def words(self) -> Words | Setting:
        if self.next.type == "setting":
            return Setting(self.advance().text)
        bracket = self.expect("(")
        found: list[str] = []
        while not self.at(")"):
            if self.next.type != "word":
                raise self.unexpected(Text("引号中的文字", "a text in quotes"))
            found.append(self.word(self.advance()).value)
            if not self.accept(","):
                break
        self.expect(")")
        if not found:
            raise GrammarError(Text("列表是空的", "an empty list"), bracket.column)
        return Words(tuple(found))

    # Paths

    def path(self) -> Path:
        steps = [self.step()]
        while self.at(">", "<", "~"):
            steps.append(self.step())
        avoid = None
        if self.accept("avoid"):
            avoid = Avoid(self.expect("name").text, self.bracketed())
        return Path(tuple(steps), avoid)

    def step(self) -> Step:
        sign = self.accept(">", "<", "~")
        if sign is None:
            raise self.unexpected(Text("“>”“<”或“~”", "“>”, “<” or “~”"))
        edges = self.alternatives()
        edge_condition = self.bracketed()
        longest = self.longest()
        kinds: tuple[str, ...] = ()
        end = None
        if self.next.type == "name" and self.next.text not in KEYWORDS:
            kinds = self.alternatives()
            end = self.bracketed()
        return Step(cast(Direction, sign.text), edges, edge_condition, longest, kinds, end)

    def alternatives(self) -> tuple[str, ...]:
        found = [self.expect("name").text]
        while self.accept("|"):
            found.append(self.expect("name").text)
        return tuple(dict.fromkeys(found))

    def bracketed(self) -> Condition | None:
        if not self.accept("["):
            return None
        found = self.condition()
        self.expect("]")
        return found

    def longest(self) -> int | None:
        if self.accept("+"):
            return None
        if not self.accept("{"):
            return 1
        first = self.expect("number")
        self.expect(",")
        last = self.expect("number")
        self.expect("}")
        if first.text != "1" or not last.text.isdigit() or not 1 <= int(last.text) <= LONGEST:
            raise GrammarError(Text(f"只能写 {{1,n}}，n 为 1 到 {LONGEST}", f"only {{1,n}} with n from 1 to {LONGEST}"), first.column)
        return int(last.text)
