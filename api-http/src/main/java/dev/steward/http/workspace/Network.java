package dev.steward.http.workspace;

import java.net.InetAddress;
import java.util.Optional;

/** A range of addresses, such as {@code 10.0.0.0/8}; an address without a length is a range of one. */
record Network(InetAddress first, int length) {

    /** The range written {@code text}, or empty when it is none; names are none. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = first.getAddress().length * Byte.SIZE;
            int length = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return length < 0 || length > most ? Optional.empty() : Optional.of(new Network(first, length));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Network of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(InetAddress address) {
        byte[] here = first.getAddress();
        byte[] there = address.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((here[bit / Byte.SIZE] & mask) != (there[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
