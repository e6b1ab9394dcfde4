import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** A service on the JVM; CASE says what it keeps of a request. POST /__gc collects; POST /__live also says what is in use then. */
public class Server {
  private static final List<Object> kept = new ArrayList<>();
  private static final Map<Integer, byte[]> cache =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
          return size() > 700;
        }
      };
  private static int count = 0;

  private static synchronized void handle(String name) {
    count++;
    switch (name) {
      case "arrays_kept" -> kept.add(new byte[4000]);
      
      case "bounded_cache" -> cache.put(count, new byte[4000]);
      case "garbage" -> {
        for (int i = 0; i < 50; i++) kept.set(0, new byte[4000]);
      }
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static long inUse() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes();
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var stream = exchange.getResponseBody()) {
      stream.write(body);
    }
  }

  public static void main(String[] words) throws IOException {
    String name = System.getenv("CASE");
    kept.add("first");
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/__")) System.gc();
      else if (path.equals("/")) handle(name);
      answer(exchange, path.equals("/__live") ? "{\"live\":" + inUse() + "}" : "{\"ok\":true}");
    });
    server.start();
  }
}
