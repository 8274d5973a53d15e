"""Sixty-four rows at a time: which of them a test picks, as the bits of one number.

Written for LLVM, which makes a comparison of 64 values a few instructions of whatever machine it compiles
for; row by row the same takes several times as long. A column is told by the address of its first value,
so that columns are read where they lie, however many there are. Whoever calls keeps them alive, and sees
that each holds all of the 64 rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numba.np.numpy_support import carray
from numpy.typing import NDArray

from geo.features.compiled import compiled

LANES = 64
Test = Callable[[int, int, Any], np.uint64]
KINDS = {
    types.float32: (ir.FloatType(), 4),
    types.float64: (ir.DoubleType(), 8),
    types.uint8: (ir.IntType(8), 1),
    types.uint16: (ir.IntType(16), 2),
}


def _test(passed: Callable[[Any, Any, Any], Any]) -> Test:
    """A function of an address, a row, and a bound whose type says what lies there."""

    def typed(_context: Any, address: Any, row: Any, bound: Any) -> Any:
        def made(_target: Any, builder: Any, _signature: Any, given: Any) -> Any:
            kind, width = KINDS[bound]
            lanes = ir.VectorType(kind, LANES)
            place = builder.gep(builder.inttoptr(given[0], kind.as_pointer()), [given[1]])
            values = builder.load(builder.bitcast(place, lanes.as_pointer()), align=width)
            return builder.bitcast(passed(builder, values, _spread(builder, given[2], lanes)), ir.IntType(64))

        return types.uint64(address, row, bound), made

    return cast("Test", intrinsic(typed))


def _spread(builder: Any, value: Any, lanes: Any) -> Any:
    """One value in every lane."""
    none, first = ir.Constant(lanes, ir.Undefined), ir.Constant(ir.IntType(32), 0)
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), None)
    return builder.shuffle_vector(builder.insert_element(none, value, first), none, everywhere)


def _compared(operator: str) -> Callable[[Any, Any, Any], Any]:
    def passed(builder: Any, values: Any, bound: Any) -> Any:
        is_number = not isinstance(values.type.element, ir.IntType)
        compare = builder.fcmp_ordered if is_number else builder.icmp_unsigned
        return compare(operator, values, bound)

    return passed


def _lacks(builder: Any, values: Any, needed: Any) -> Any:
    return builder.icmp_unsigned("!=", builder.and_(values, needed), needed)


# no data is neither above nor below
above, below = _test(_compared(">")), _test(_compared("<"))
# some of the bits that are needed are not there
lacking = _test(_lacks)


def _counted(bits: Callable[[Any, Any], Any]) -> Callable[[np.uint64], int]:
    def typed(_context: Any, word: Any) -> Any:
        return types.int64(word), lambda _target, builder, _signature, given: bits(builder, given[0])

    return cast("Callable[[np.uint64], int]", intrinsic(typed))


how_many = _counted(lambda builder, word: builder.ctpop(word))
lowest = _counted(lambda builder, word: builder.cttz(word, ir.Constant(ir.IntType(1), 0)))


def _pointed(_context: Any, address: Any) -> Any:
    return types.voidptr(address), lambda _target, builder, _signature, given: builder.inttoptr(
        given[0], ir.IntType(8).as_pointer()
    )


_pointer = cast("Callable[[int], Any]", intrinsic(_pointed))


@compiled
def singles(address: int, rows: int) -> NDArray[np.float32]:
    """The column at an address."""
    return carray(_pointer(address), (rows,), np.float32)


@compiled
def doubles(address: int, rows: int) -> NDArray[np.float64]:
    """The column at an address."""
    return carray(_pointer(address), (rows,), np.float64)


@compiled
def bytes_at(address: int, rows: int) -> NDArray[np.uint8]:
    """The column at an address."""
    return carray(_pointer(address), (rows,), np.uint8)


@compiled
def shorts(address: int, rows: int) -> NDArray[np.uint16]:
    """The column at an address."""
    return carray(_pointer(address), (rows,), np.uint16)


@compiled
def picked(bits: NDArray[np.uint64], low: int, rows: NDArray[np.int64]) -> int:
    """Write the rows whose bits are set, counted from ``low``; how many there are."""
    count = 0
    for word in range(len(bits)):
        left = bits[word]
        while left:
            rows[count] = low + LANES * word + lowest(left)
            left &= left - np.uint64(1)
            count += 1
    return count
