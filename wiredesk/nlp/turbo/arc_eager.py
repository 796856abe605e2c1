"""The arc-eager state machine of the dependency parser, compiled by Numba.

It predicts what ``spacy/pipeline/_parser_internals/arc_eager.pyx`` and ``_state.pxd`` predict, for states scored from
eight tokens, without a beam and without subtoken labels.  Sums, maxima and products are computed in the order of
``spacy/ml/parser_model.pyx`` and of the generic kernel of BLIS, so the bits are the same where BLIS uses that kernel.
``dependency_parser`` calls ``product`` to find out whether it does.

This module can be imported only where Numba is installed.  The import takes about a second and 100 MB, once, before the
fork.
"""

from __future__ import annotations

import numpy as np

from wiredesk.nlp.turbo.numba_compile import compiled

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
MOVES = "SDLRB"
NONE = -1
"""No token."""

PARSE_SIGNATURE = "f4(f4[:,:,::1],f4[::1],f4[:,::1],f4[::1],i1[::1],i1[::1],i4[::1],i4[::1])"


@compiled("void(f4[::1],f4[:,::1],f4[::1])")
def product(hidden, weights, scores):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Compute ``scores = hidden @ weights``, added in the order of ``hidden``, each step rounded."""
    scores[:] = np.float32(0)
    for k in range(hidden.shape[0]):
        scale = hidden[k]
        for action in range(scores.shape[0]):
            scores[action] += scale * weights[k, action]


@compiled("void(i4,i4,i4[::1],i4[::1],i4[::1])")
def _attach(head, child, left, right, before):  # type: ignore[no-untyped-def]  # pragma: no cover
    newest = left if head > child else right
    before[child] = newest[head]
    newest[head] = child


@compiled("b1(i4,i4,i4[::1],i4[::1],i4[::1])")
def _detach(head, child, left, right, before):  # type: ignore[no-untyped-def]  # pragma: no cover
    newest = left if head > child else right
    if newest[head] != child:
        return False
    newest[head] = before[child]
    return True


@compiled(PARSE_SIGNATURE)
def parse(vectors, lower_bias, weights, bias, moves, sent_start, heads, actions):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Parse one doc of ``len(heads)`` tokens.

    Args:
        vectors: (tokens + 1, 8, 2 x hidden) the precomputed vectors; row 0 represents a missing token.
        lower_bias: (2 x hidden,) the bias of the lower layer.
        weights: (hidden, actions), the upper layer transposed.
        bias: (actions,) the bias of the upper layer.
        moves: (actions,) the kind of each action.
        sent_start: (tokens,) preset sentence starts: 1 starts a sentence, -1 does not, 0 is undecided.
        heads: (tokens,) output: the head of each token, -1 for a root.
        actions: (tokens,) output: the action that created the arc to the head.

    Returns:
        The smallest difference in score between a chosen action and the next best valid one; -1 if this code does not
        cover the case (an arc other than the newest is deleted, or no action is valid).
    """
    # One long function: Numba compiles it as a whole, and its steps follow those of arc_eager.pyx in their order.
    length = heads.shape[0]
    width = lower_bias.shape[0]
    hidden_width = width // 2
    count = bias.shape[0]
    stack = np.empty(length + 1, dtype=np.int32)
    depth = 0
    rebuffer = np.empty(length + 1, dtype=np.int32)
    returned = 0
    following = 0
    left = np.full(length, NONE, dtype=np.int32)  # the newest child on each side; before: the child added before it
    right = np.full(length, NONE, dtype=np.int32)
    before = np.full(length, NONE, dtype=np.int32)
    unshiftable = np.zeros(length, dtype=np.bool_)
    starts = np.zeros(length + 1, dtype=np.bool_)
    for token in range(length):
        heads[token] = NONE
        starts[token] = sent_start[token] == 1
    sums = np.empty(width, dtype=np.float32)
    hidden = np.empty(hidden_width, dtype=np.float32)
    scores = np.empty(count, dtype=np.float32)
    context = np.empty(8, dtype=np.int32)
    valid = np.zeros(5, dtype=np.bool_)
    lead = np.float32(np.inf)

    while depth > 0 or returned > 0 or following < length:
        waiting = length - following + returned
        b0 = NONE
        b1 = NONE
        if returned > 0:
            b0 = rebuffer[returned - 1]
            if returned > 1:
                b1 = rebuffer[returned - 2]
            elif following < length:
                b1 = following
        elif following < length:
            b0 = following
            if following + 1 < length:
                b1 = following + 1
        s0 = stack[depth - 1] if depth > 0 else NONE
        context[0] = b0
        context[1] = b1
        context[2] = s0
        context[3] = stack[depth - 2] if depth > 1 else NONE
        context[4] = stack[depth - 3] if depth > 2 else NONE
        context[5] = left[b0] if b0 >= 0 else NONE
        context[6] = left[s0] if s0 >= 0 else NONE
        context[7] = right[s0] if s0 >= 0 else NONE

        b0_starts = b0 >= 0 and starts[b0]
        valid[SHIFT] = depth == 0 or (waiting >= 2 and not b0_starts and not unshiftable[b0])
        valid[REDUCE] = depth > 0 and (waiting == 0 or not (depth == 1 and sent_start[b0] == -1))
        valid[LEFT] = depth > 0 and waiting > 0 and not b0_starts
        valid[RIGHT] = valid[LEFT]
        valid[BREAK] = waiting >= 2 and b1 == b0 + 1 and not starts[b1] and sent_start[b1] != -1

        for i in range(width):
            sums[i] = vectors[context[0] + 1, 0, i]
        for feature in range(1, 8):
            row = context[feature] + 1
            for i in range(width):
                sums[i] += vectors[row, feature, i]
        for i in range(width):
            sums[i] += lower_bias[i]
        for i in range(hidden_width):
            hidden[i] = max(sums[2 * i], sums[2 * i + 1])
        product(hidden, weights, scores)
        best = NONE
        top = np.float32(-np.inf)
        second = np.float32(-np.inf)
        for action in range(count):
            if valid[moves[action]]:
                score = scores[action] + bias[action]
                if best == NONE or score > top:
                    second = top
                    top = score
                    best = action
                elif score > second:
                    second = score
        if best == NONE:
            return np.float32(-1)
        lead = min(lead, top - second)

        move = moves[best]
        if move in (SHIFT, RIGHT):
            if move == RIGHT:
                old = heads[b0]
                if old >= 0 and not _detach(old, b0, left, right, before):
                    return np.float32(-1)
                _attach(s0, b0, left, right, before)
                heads[b0] = s0
                actions[b0] = best
            stack[depth] = b0
            depth += 1
            if returned > 0:
                returned -= 1
            else:
                following += 1
        elif move == REDUCE:
            depth -= 1
            if heads[s0] < 0 and depth > 0:
                unshiftable[s0] = True
                rebuffer[returned] = s0
                returned += 1
        elif move == LEFT:
            old = heads[s0]
            if old >= 0 and not _detach(old, s0, left, right, before):
                return np.float32(-1)
            _attach(b0, s0, left, right, before)
            heads[s0] = b0
            actions[s0] = best
            unshiftable[b0] = False
            depth -= 1
        else:
            starts[b1] = True
    return lead
