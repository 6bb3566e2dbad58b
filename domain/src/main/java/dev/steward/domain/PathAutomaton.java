package dev.steward.domain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The paths of a {@link PathGlob}, as an automaton that reads them character by character. Two globs have a path in common when both
 * automata can read the same one to its end: a search over the pairs of their states, which finds one whenever there is one.
 */
final class PathAutomaton {

    /** What an edge reads, where it is not one character: nothing, any character of a name, or any character. */
    private static final int NOTHING = -1;
    private static final int OF_A_NAME = -2;
    private static final int ANYTHING = -3;

    /** How far the name that is being read has come. {@code .} and {@code ..} are names of no file, nor is the empty one. */
    private static final int BEFORE_NAME = 0;
    private static final int DOT = 1;
    private static final int DOT_DOT = 2;
    private static final int IN_NAME = 3;
    private static final int NAME_STATES = 4;
    private static final int NO_PATH = -1;

    private record Edge(int symbol, int target) {
    }

    /** A pair of states, the step before it, and the character that led here; {@link #NOTHING} for none. */
    private record Step(int state, int before, int symbol) {
    }

    private final List<List<Edge>> edges = new ArrayList<>();
    private final BitSet accepting = new BitSet();

    private PathAutomaton() {
        edges.add(new ArrayList<>());
    }

    /** @param names of a glob; at least one */
    static PathAutomaton of(List<String> names) {
        PathAutomaton automaton = new PathAutomaton();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            if (!names.get(i).equals("**")) {
                automaton.read(names.get(i));
                if (last) {
                    automaton.accepting.set(automaton.end());
                } else if (i < names.size() - 2 || !names.getLast().equals("**")) {
                    automaton.connect(automaton.end(), '/', automaton.state());
                }
            } else if (!last) {
                automaton.readNamesAhead();
            } else if (i == 0) {
                automaton.readAnything(automaton.end());
            } else {
                automaton.accepting.set(automaton.end());
                automaton.readAllBelow();
            }
        }
        return automaton;
    }

    private static PathAutomaton literally(String path) {
        PathAutomaton automaton = new PathAutomaton();
        path.codePoints().forEach(c -> automaton.connect(automaton.end(), c, automaton.state()));
        automaton.accepting.set(automaton.end());
        return automaton;
    }

    boolean accepts(String path) {
        return common(literally(path)).isPresent();
    }

    /** A shortest path that both read. */
    Optional<String> common(PathAutomaton other) {
        int width = other.edges.size();
        BitSet seen = new BitSet(edges.size() * width * NAME_STATES);
        List<Step> steps = new ArrayList<>(List.of(new Step(0, -1, NOTHING)));
        seen.set(0);
        for (int at = 0; at < steps.size(); at++) {
            int state = steps.get(at).state();
            int name = state % NAME_STATES;
            int theirs = state / NAME_STATES % width;
            int mine = state / NAME_STATES / width;
            if (name == IN_NAME && accepting.get(mine) && other.accepting.get(theirs)) {
                return Optional.of(read(steps, at));
            }
            for (Edge edge : edges.get(mine)) {
                if (edge.symbol() == NOTHING) {
                    visit(steps, seen, (edge.target() * width + theirs) * NAME_STATES + name, at, NOTHING);
                }
            }
            for (Edge edge : other.edges.get(theirs)) {
                if (edge.symbol() == NOTHING) {
                    visit(steps, seen, (mine * width + edge.target()) * NAME_STATES + name, at, NOTHING);
                }
            }
            for (Edge here : edges.get(mine)) {
                for (Edge there : other.edges.get(theirs)) {
                    int symbol = both(here.symbol(), there.symbol());
                    int next = symbol == NOTHING ? NO_PATH : name(name, symbol);
                    if (next != NO_PATH) {
                        visit(steps, seen, (here.target() * width + there.target()) * NAME_STATES + next, at, symbol);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static void visit(List<Step> steps, BitSet seen, int state, int before, int symbol) {
        if (!seen.get(state)) {
            seen.set(state);
            steps.add(new Step(state, before, symbol));
        }
    }

    private static String read(List<Step> steps, int last) {
        StringBuilder reversed = new StringBuilder();
        for (int at = last; at >= 0; at = steps.get(at).before()) {
            if (steps.get(at).symbol() != NOTHING) {
                reversed.appendCodePoint(steps.get(at).symbol());
            }
        }
        return reversed.reverse().toString();
    }

    /** A character that both read, or {@link #NOTHING}. Where they leave the choice it is an x, because nothing is gained by a dot or slash. */
    private static int both(int here, int there) {
        if (here == NOTHING || there == NOTHING) {
            return NOTHING;
        }
        if (here < 0 && there < 0) {
            return 'x';
        }
        int character = Math.max(here, there);
        int asked = Math.min(here, there);
        boolean read = asked == ANYTHING || asked == OF_A_NAME && character != '/' || asked == character;
        return read ? character : NOTHING;
    }

    private static int name(int before, int symbol) {
        if (symbol == '/') {
            return before == IN_NAME ? BEFORE_NAME : NO_PATH;
        }
        return symbol == '.' && before < DOT_DOT ? before + 1 : IN_NAME;
    }

    private int end() {
        return edges.size() - 1;
    }

    /** A new state, which is the end from now on. */
    private int state() {
        edges.add(new ArrayList<>());
        return end();
    }

    private void connect(int from, int symbol, int to) {
        edges.get(from).add(new Edge(symbol, to));
    }

    private void read(String name) {
        name.codePoints().forEach(c -> {
            int from = end();
            if (c == '*') {
                connect(from, OF_A_NAME, from);
                connect(from, NOTHING, state());
            } else {
                connect(from, c == '?' ? OF_A_NAME : c, state());
            }
        });
    }

    /** Any number of names with the slash after each. */
    private void readNamesAhead() {
        int from = end();
        int reading = state();
        int next = state();
        connect(from, NOTHING, next);
        connect(from, ANYTHING, reading);
        connect(reading, ANYTHING, reading);
        connect(reading, '/', next);
    }

    /** Also what goes on with a slash after what was read. */
    private void readAllBelow() {
        int from = end();
        int reading = state();
        connect(from, '/', reading);
        readAnything(reading);
    }

    private void readAnything(int reading) {
        connect(reading, ANYTHING, reading);
        accepting.set(reading);
    }
}
