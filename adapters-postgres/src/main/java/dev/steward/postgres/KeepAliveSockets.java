package dev.steward.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that ask a silent peer after 30 seconds whether it is still there, and are closed when three questions in 30 more stay
 * unanswered. The operating system's own default is two hours. However long a statement runs is no matter: its server answers.
 * The driver makes one by name.
 */
public final class KeepAliveSockets extends SocketFactory {

    static final int IDLE_SECONDS = 30;
    static final int INTERVAL_SECONDS = 10;
    static final int COUNT = 3;
    private static final Map<SocketOption<Integer>, Integer> OPTIONS = Map.of(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS, ExtendedSocketOptions.TCP_KEEPCOUNT, COUNT);

    /** For the driver. */
    public KeepAliveSockets() {
        super();
    }

    @Override
    public Socket createSocket() throws IOException {
        return patient(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return patient(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return patient(new Socket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return patient(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
        return patient(new Socket(address, port, localAddress, localPort));
    }

    private static Socket patient(Socket socket) throws IOException {
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        for (Map.Entry<SocketOption<Integer>, Integer> option : OPTIONS.entrySet()) {
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
        return socket;
    }
}
