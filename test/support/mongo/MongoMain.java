import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** A stand-in for MongoDB, of another make and in memory. It prints its address and ends with its standard input. */
public class MongoMain {
  record Version(List<Integer> getVersionArray, int getWireVersion) implements MongoVersion {
    public String toVersionString() {
      return "4.4.0"; // the oldest that the driver takes
    }
  }

  public static void main(String[] arguments) throws Exception {
    MongoServer server = new MongoServer(new MemoryBackend().version(new Version(List.of(4, 4, 0), 9)));
    int port = Integer.parseInt(arguments[0]);
    server.bind("127.0.0.1", port);
    System.out.println("mongodb://127.0.0.1:" + port);
    while (System.in.read() >= 0) {}
    server.shutdownNow();
    System.exit(0);
  }
}
