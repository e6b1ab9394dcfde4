// Jenkins' declarative pipelines as far as ours use them: reads Jenkinsfiles by Groovy itself, refuses what a block may not hold, decides
// `when`, and prints as JSON what each file is about. Arguments: a JSON file with what started each build, then as many Jenkinsfiles.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.util.concurrent.TimeUnit

/** What may stand in a block: its methods, and nothing else. */
abstract class Block {
  def started
  Set seen = []

  def methodMissing(String name, arguments) { throw new IllegalStateException("`$name` may not stand in ${getClass().simpleName}") }
  def propertyMissing(String name) { throw new IllegalStateException("`$name` means nothing in ${getClass().simpleName}") }

  /** A part that a block has once at most. */
  void once(String name) { if (!seen.add(name)) throw new IllegalStateException("`$name` stands twice in ${getClass().simpleName}") }
  void needs(String... names) { for (name in names) if (!(name in seen)) throw new IllegalStateException("${getClass().simpleName} lacks `$name`") }

  def inside(Block block, Closure content) {
    block.started = started
    content.delegate = block
    content.resolveStrategy = Closure.DELEGATE_ONLY
    content()
    return block
  }

  static void keys(Map given, List required, List optional = []) {
    def missing = required - given.keySet()
    def unknown = given.keySet() - required - optional
    if (missing || unknown) throw new IllegalStateException("keys that lack: $missing, that nobody knows: $unknown")
  }

  static void text(value) { if (!(value instanceof CharSequence)) throw new IllegalStateException("no text: $value") }
}

class Pipeline extends Block {
  def read = [environment: [:], parameters: [:], crons: [], stages: []]

  def getAny() { 'any' }
  void agent(String which) { once('agent'); read.agent = which }
  void agent(Closure content) { once('agent'); read.agent = inside(new Agent(), content).read }
  void environment(Closure content) { once('environment'); read.environment = inside(new Environment(), content).read }
  void options(Closure content) { once('options'); inside(new Options(), content) }
  void parameters(Closure content) { once('parameters'); read.parameters = inside(new Parameters(), content).read }
  void triggers(Closure content) { once('triggers'); read.crons = inside(new Triggers(), content).read }
  void stages(Closure content) {
    once('stages')
    read.stages = inside(new Stages(), content).read
  }
}

class Agent extends Block {
  def read = [:]

  void label(String name) { read.label = name }
  void docker(Closure content) { read.docker = inside(new Docker(), content).seen }
}

class Docker extends Block {
  void image(String name) { once('image') }
  void label(String name) { once('label') }
}

class Environment extends Block {
  def read = [:]

  def getEnv() { [:].withDefault { "<$it>" } }
  String credentials(String id) { "credential $id" }
  void setProperty(String name, value) {
    if (name == 'started') { super.started = value; return }
    text(value)
    read[name] = value.toString()
  }
}

class Options extends Block {
  int minutes

  void disableConcurrentBuilds() { once('disableConcurrentBuilds') }
  void timestamps() { once('timestamps') }
  void timeout(Map limit) {
    keys(limit, ['time', 'unit'])
    minutes = TimeUnit.valueOf(limit.unit).toMinutes(limit.time as int)
    if (minutes < 1) throw new IllegalStateException("no limit: $limit")
  }
}

class Parameters extends Block {
  def read = [:]

  void choice(Map one) {
    keys(one, ['name', 'choices'], ['description'])
    read[one.name] = one.choices
  }
}

class Triggers extends Block {
  def read = []

  void cron(String when) {
    if (when.trim().split(/\s+/).size() != 5) throw new IllegalStateException("no schedule: $when")
    read << when
  }
}

class Stages extends Block {
  def read = []

  void stage(String name, Closure content) {
    once("stage $name")
    def stage = inside(new Stage(), content)
    stage.needs('steps')
    read << ([name: name] + stage.read)
  }
}

class Stage extends Block {
  def read = [runs: true, minutes: 0, steps: [], always: []]

  void when(Closure content) {
    once('when')
    def holds = inside(new When(), content).holds
    if (holds.empty) throw new IllegalStateException('`when` says nothing')
    read.runs = holds.every()
  }
  void options(Closure content) { once('options'); read.minutes = inside(new Options(), content).minutes }
  void steps(Closure content) { once('steps'); read.steps = inside(new Steps(), content).read }
  void post(Closure content) { once('post'); read.always = inside(new Post(), content).read }
}

class Post extends Block {
  def read = []

  void always(Closure content) { once('always'); read = inside(new Steps(), content).read }
}

/** Conditions against what started the build: `branch`, `tag`, `change` (a change request), `cause`, `changed` files and `parameters`. */
class When extends Block {
  def holds = []

  def getParams() { started.parameters }
  void isEqual(Map sides) { keys(sides, ['expected', 'actual']); holds << (sides.expected == sides.actual) }
  void triggeredBy(String cause) { holds << (started.cause == cause) }
  void triggeredBy(Map which) { keys(which, ['cause']); holds << (started.cause == which.cause) }
  void changeRequest() { holds << (started.change == true) }
  void branch(String pattern) { holds << fits(pattern, started.branch) }
  void tag(String pattern) { holds << fits(pattern, started.tag) }
  void changeset(String pattern) { holds << started.changed.any { fits(pattern, it) } }
  void not(Closure content) {
    def one = inside(new When(), content).holds
    if (one.size() != 1) throw new IllegalStateException("`not` has ${one.size()} conditions")
    holds << !one[0]
  }
  void anyOf(Closure content) { holds << group(content).any() }
  void allOf(Closure content) { holds << group(content).every() }

  List group(Closure content) {
    def conditions = inside(new When(), content).holds
    if (conditions.empty) throw new IllegalStateException('a group without conditions')
    return conditions
  }

  /** Patterns of Ant. */
  static boolean fits(String pattern, String path) {
    if (path == null) return false
    def source = pattern.replaceAll(/[^*]+/) { java.util.regex.Pattern.quote(it) }.replace('**', '\0').replace('*', '[^/]*').replace('\0', '.*')
    return path ==~ source
  }
}

class Steps extends Block {
  def read = []
  String folder = ''

  void sh(String script) { read << [run: script, folder: folder] }
  void dir(String name, Closure content) { read.addAll(inside(new Steps(folder: "$folder$name/"), content).read) }
  void junit(Map of) { keys(of, ['testResults'], ['allowEmptyResults']); read << [junit: of.testResults, folder: folder] }
  void archiveArtifacts(Map of) { keys(of, ['artifacts'], ['allowEmptyArchive']); read << [keep: of.artifacts, folder: folder] }
}

def builds = new JsonSlurper().parse(new File(args[0]))
def results = [builds, args.drop(1) as List].transpose().collect { started, path ->
  try {
    def pipelines = []
    def binding = new Binding(pipeline: { Closure content ->
      def pipeline = new Pipeline(started: started)
      pipeline.inside(pipeline, content)
      pipeline.needs('agent', 'stages')
      pipelines << pipeline.read
    })
    // closures have an `equals` of their own, which Jenkins, who reads the source, never meets
    new GroovyShell(binding).evaluate(new File(path).text.replace('equals expected:', 'isEqual expected:'), 'Jenkinsfile.groovy')
    if (pipelines.size() != 1) throw new IllegalStateException("${pipelines.size()} pipelines in one file")
    pipelines[0]
  } catch (Throwable problem) {
    [problem: "${problem.class.simpleName}: ${problem.message}".toString()]
  }
}
println JsonOutput.toJson(results)
