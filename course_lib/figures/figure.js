// A figure in the page: native controls, a canvas and readouts. The kernel does the drawing: `ask` sends the control
// positions and the size, `receive` takes the answer: the still picture once, then only what a frame changes in it.
// One request is in flight at a time; while it is, new positions only replace each other, so the newest always wins.
// The answer brings the frames of the slider's next stops along; more are asked for while nothing else is, from the moment
// that the pointer or the keyboard is on a slider. A frame that is known is shown at once, and asked for afresh when the
// controls rest: what is shown then is what the kernel says now. (With screen.js, controls.js and
// drawing.js this is one module: see widget.py.)

const PATIENCE = 1000 // ms: then a request is sent once more, for it may be lost, or stand behind a long cell
const MEMORY = 32e6 // bytes of frames kept
const AHEAD = 8 // frames asked for beside the one that is wanted
const ENOUGH = 200 // frames kept: then no more are asked for but those that are wanted
const REST = 150 // ms without a move: then a known frame is asked for afresh
const SPEAK_AFTER = 500 // ms of rest before a screen reader hears the readouts

let count = 0

// JupyterLab would take a slider's arrow keys for itself. Plain keys are the control's, Shift + Enter is still JupyterLab's.
function keepPlainKeys(event) {
  const modified = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey
  if (this.contains(event.target)) event.target.toggleAttribute("data-lm-suppress-shortcuts", !modified)
}

function numbers(part) {
  return new Uint32Array(part.buffer.slice(part.byteOffset, part.byteOffset + part.byteLength))
}

function same(one, other) {
  return one.length === other.length && one.every((number, index) => number === other[index])
}

function isDark(node) {
  const jupyter = document.body.dataset.jpThemeLight
  if (jupyter) return jupyter === "false"
  for (; node; node = node.parentElement) {
    const [red, green, blue, alpha = 1] = getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number)
    if (alpha > 0.5) return red + green + blue < 384
  }
  return false
}

function render({ model, el }) {
  const view = `${Date.now().toString(36)}-${++count}`
  const positions = { ...model.get("positions") }
  const [designWidth, designHeight] = model.get("size")
  const screen = makeScreen()
  const problem = element("p", { className: "problem" })
  const stage = element("div", { className: "stage" }, screen.canvas, problem)
  const readouts = element("dl")
  const spoken = element("p", { className: "spoken", role: "status" })
  const panel = element("div", { className: "controls" })
  const beside = element("div", { className: "beside" }, panel, readouts)
  const seen = new Map() // frames by positions, all on the same still picture
  const afterFrame = new Set() // what wants to know that a frame was painted: players, handles
  const beginAgain = new Set() // what starts afresh when another control was moved
  let width = 0 // of the picture in CSS pixels; 0 while it is hidden
  let look = "" // scale and theme of the still picture
  let panels = []
  let number = 0 // of the last request
  let answered = 0 // of the last answer
  let shown = null // the frame
  let moving = null // the slider moved last: its name, how many stops it has, where it stood at the last request
  let eager = true // ask for the next stops while nothing else is asked for
  let waiting = false
  let wanted = false
  let askedAt = 0
  let askedAhead = 0 // how many stops the request in flight asks for beside
  let touched = false
  let lost = 0
  let resting = 0
  let speaking = 0

  function set(name, position, stops) {
    if (moving?.name !== name) moving = stops ? { name, stops, from: positions[name] } : null
    positions[name] = position
    beginAgain.forEach((react) => react(name))
    model.set("positions", { ...positions })
    touched = true
    const known = seen.get(JSON.stringify(positions))
    if (known) paint(known)
    clearTimeout(resting)
    const ahead = nextStops()
    if (known && !ahead.length) resting = setTimeout(ask, REST)
    else ask(ahead)
  }

  function approach(name, stops) {
    if (moving?.name !== name) moving = { name, stops, from: positions[name] }
    if (answered && !waiting && eager && nextStops().length) ask()
  }

  function ask(ahead) {
    if (waiting) wanted = true
    else send(PATIENCE, ahead)
  }

  function askIfWanted() {
    if (wanted) ask()
  }

  // Where the slider may go until the answer is here: the unknown stops around the middle of as long a way as the last.
  function nextStops() {
    if (!moving) return []
    const { name, stops, from } = moving
    const now = positions[name]
    const middle = now + (now - from) / 2
    return [...Array(stops).keys()]
      .sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle))
      .map((stop) => ({ ...positions, [name]: stop }))
      .filter((there) => there[name] !== now && !seen.has(JSON.stringify(there)))
      .slice(0, AHEAD)
  }

  function send(patience, ahead = nextStops()) {
    if (!width) return
    waiting = true
    wanted = false
    askedAt = performance.now()
    askedAhead = ahead.length
    const dark = isDark(el)
    el.style.colorScheme = dark ? "dark" : "light"
    const scale = (width / designWidth) * window.devicePixelRatio
    const now = `${scale} ${dark}`
    if (moving) moving.from = positions[moving.name]
    clearTimeout(lost)
    try {
      model.send({ view, number: ++number, positions, ahead, scale, dark, look: now, has_still: look === now })
    } catch {
      return complain("The kernel was restarted. Run this cell again to move the figure.", stage)
    }
    lost = setTimeout(send, patience, 2 * patience)
    if (patience > 2 * PATIENCE) complain("The kernel is busy; this picture follows when it is free.", stage)
  }

  function complain(text, place) {
    if (text) place.append(problem)
    problem.textContent = text
  }

  function receive(answer, buffers) {
    if (answer.view !== view || answer.number <= answered) return
    clearTimeout(lost)
    waiting = false
    if (!answered) wanted = true // JupyterLab has a subshell by now: let the kernel learn to answer there, beside its cells
    answered = answer.number
    const parts = buffers.map(numbers)
    if (answer.size) {
      screen.renew(parts.pop(), answer.size)
      look = answer.look
      panels = answer.panels
      shown = null
      seen.clear()
      eager = true
    }
    const frames = answer.frames.map(({ positions, ...said }, index) => {
      return { positions: JSON.stringify(positions), ...said, runs: parts[2 * index], pixels: parts[2 * index + 1] }
    })
    frames.forEach(remember)
    eager &&= seen.size < ENOUGH && (frames.length > 1 || !askedAhead)
    if (eager && nextStops().length) wanted = true
    paint(seen.get(JSON.stringify(positions)) ?? frames[0])
    if (performance.now() - askedAt > 16) askIfWanted()
    else requestAnimationFrame(askIfWanted) // no more frames than the screen shows
  }

  function remember(frame) {
    const bytes = (frame) => frame.runs.byteLength + frame.pixels.byteLength
    if ([frame, ...seen.values()].map(bytes).reduce((sum, part) => sum + part) > MEMORY) {
      seen.clear()
      eager = false
    }
    seen.set(frame.positions, frame)
  }

  function paint(frame) {
    if (!shown || !same(frame.runs, shown.runs) || !same(frame.pixels, shown.pixels)) screen.paint(frame.runs, frame.pixels)
    shown = frame
    describe(frame)
    afterFrame.forEach((react) => react(panels, frame))
  }

  function describe(frame) {
    screen.canvas.ariaLabel = frame.alt
    complain(frame.problem, frame.empty ? stage : beside) // over the picture only where it hides nothing
    const lines = Object.entries(frame.readouts)
    while (readouts.children.length < 2 * lines.length) readouts.append(element("dt"), element("dd"))
    while (readouts.children.length > 2 * lines.length) readouts.lastChild.remove()
    lines.flat().forEach((text, index) => (readouts.children[index].textContent = text))
    clearTimeout(speaking)
    const words = [frame.problem, ...lines.map((line) => line.join(": "))].filter(Boolean).join(". ")
    if (touched) speaking = setTimeout(() => (spoken.textContent = words || frame.alt), SPEAK_AFTER)
  }

  screen.canvas.ariaLabel = model.get("alt")
  const makers = { slider: makeSlider, choice: makeChoice, toggle: makeToggle, steps: makeSteps, point: makeHandle, drawing: makeDrawing }
  const controls = model.get("controls")
  const tools = { view, positions, set, stage, approach, panel, afterFrame, beginAgain, controls }
  controls.forEach((control) => makers[control.kind](control, tools))

  el.classList.add("downhill-figure")
  el.style.setProperty("--width", `${designWidth}px`)
  stage.style.aspectRatio = `${designWidth} / ${designHeight}`
  el.append(stage, beside, spoken)

  const resized = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width
    ask()
  })
  resized.observe(stage)
  const again = () => ask()
  const themed = new MutationObserver(again)
  themed.observe(document.body, { attributes: true })
  window.addEventListener("resize", again)
  const keys = keepPlainKeys.bind(el)
  window.addEventListener("keydown", keys, true) // before JupyterLab's own, on the document
  model.on("msg:custom", receive)
  const poster = setTimeout(() => screen.showPoster(model.get("poster")), 400)

  return () => {
    resized.disconnect()
    themed.disconnect()
    window.removeEventListener("resize", again)
    window.removeEventListener("keydown", keys, true)
    model.off("msg:custom", receive)
    ;[poster, speaking, lost, resting].forEach(clearTimeout)
    afterFrame.clear()
    beginAgain.clear()
  }
}

export default { render }
