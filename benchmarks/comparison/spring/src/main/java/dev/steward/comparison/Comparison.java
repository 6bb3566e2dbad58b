package dev.steward.comparison;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.env.Environment;

/** The sessions of Steward as one would write them with Spring Boot and JdbcClient; listens on a free port, and says on which. */
@SpringBootApplication
public class Comparison {

    public static void main(String[] arguments) {
        Environment environment = SpringApplication.run(Comparison.class, arguments).getEnvironment();
        System.out.println("Spring listens on http://127.0.0.1:" + environment.getProperty("local.server.port"));
    }
}
