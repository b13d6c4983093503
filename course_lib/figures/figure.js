// A figure in the page: native controls, a canvas and readouts. The kernel does the drawing: `ask` sends the control
// positions and the size, `receive` takes the answer: the still picture once, then only what a frame changes in it.
// One request is in flight at a time; while it is, new positions only replace each other, so the newest always wins.
// The answer brings the frames of the slider's next stops along. A frame that is known is shown at once, and asked for
// afresh when the controls rest: what is shown then is what the kernel says now.

const PATIENCE = 1000 // ms: then a request is sent once more, for it may be lost, or stand behind a long cell
const MEMORY = 32e6 // bytes of frames kept
const AHEAD = 8 // frames asked for beside the one that is wanted
const REST = 150 // ms without a move: then a known frame is asked for afresh
const ONE_COLOUR = 2 ** 31 // in a run's length: one pixel is sent for all of it
const SPEAK_AFTER = 500 // ms of rest before a screen reader hears the readouts

let count = 0

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

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

// The canvas: a still picture, and on it the pixels that one frame changes, in runs (first pixel and length, in turn; see changes.py).
function makeScreen() {
  const canvas = element("canvas", { role: "img" })
  const context = canvas.getContext("2d")
  const nothing = [Infinity, 0] // rows: the first that is changed, and the one after the last
  let still = null
  let image = null
  let changed = nothing

  function renew(pixels, [columns, rows]) {
    still = pixels
    image = new ImageData(columns, rows)
    changed = [0, rows]
    Object.assign(canvas, { width: columns, height: rows })
    const density = window.devicePixelRatio
    Object.assign(canvas.style, { width: `${columns / density}px`, height: `${rows / density}px` })
  }

  function paint(runs, pixels) {
    const all = new Uint32Array(image.data.buffer)
    const row = (pixel) => pixel / image.width
    const before = changed
    if (before !== nothing) all.set(still.subarray(before[0] * image.width, before[1] * image.width), before[0] * image.width)
    for (let run = 0, taken = 0; run < runs.length; run += 2) {
      const [start, length] = [runs[run], runs[run + 1]]
      if (length >= ONE_COLOUR) all.fill(pixels[taken++], start, start + length - ONE_COLOUR)
      else {
        all.set(pixels.subarray(taken, taken + length), start)
        taken += length
      }
    }
    changed = runs.length ? [Math.floor(row(runs[0])), Math.ceil(row(runs.at(-2) + (runs.at(-1) % ONE_COLOUR)))] : nothing
    const [top, bottom] = [Math.min(before[0], changed[0]), Math.max(before[1], changed[1])]
    if (top < bottom) context.putImageData(image, 0, 0, 0, top, image.width, bottom - top)
  }

  function showPoster(png) {
    createImageBitmap(new Blob([png])).then((bitmap) => {
      if (image) return
      Object.assign(canvas, { width: bitmap.width, height: bitmap.height })
      Object.assign(canvas.style, { width: "100%", height: "100%" })
      context.drawImage(bitmap, 0, 0)
    })
  }

  return { canvas, renew, paint, showPoster }
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
  let waiting = false
  let wanted = false
  let askedAt = 0
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
    if (known && !nextStops().length) resting = setTimeout(ask, REST)
    else ask()
  }

  function ask() {
    if (waiting) wanted = true
    else send(PATIENCE)
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

  function send(patience) {
    if (!width) return
    waiting = true
    wanted = false
    askedAt = performance.now()
    const dark = isDark(el)
    el.style.colorScheme = dark ? "dark" : "light"
    const scale = (width / designWidth) * window.devicePixelRatio
    const now = `${scale} ${dark}`
    const ahead = nextStops()
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
    }
    const frames = answer.frames.map(({ positions, ...said }, index) => {
      return { positions: JSON.stringify(positions), ...said, runs: parts[2 * index], pixels: parts[2 * index + 1] }
    })
    frames.forEach(remember)
    const newest = JSON.stringify(positions)
    if (frames[0].positions === newest || shown?.positions !== newest) paint(frames[0]) // but never go back from the newest
    if (performance.now() - askedAt > 16) askIfWanted()
    else requestAnimationFrame(askIfWanted) // no more frames than the screen shows
  }

  function remember(frame) {
    const bytes = (frame) => frame.runs.byteLength + frame.pixels.byteLength
    if ([frame, ...seen.values()].map(bytes).reduce((sum, part) => sum + part) > MEMORY) seen.clear()
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
  const makers = { slider: makeSlider, choice: makeChoice, toggle: makeToggle, steps: makeSteps, point: makeHandle }
  const tools = { view, positions, set, stage, panel, afterFrame, beginAgain }
  model.get("controls").forEach((control) => makers[control.kind](control, tools))

  el.classList.add("downhill-figure")
  el.style.setProperty("--width", `${designWidth}px`)
  stage.style.aspectRatio = `${designWidth} / ${designHeight}`
  el.append(stage, beside, spoken)

  const resized = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width
    ask()
  })
  resized.observe(stage)
  const themed = new MutationObserver(ask)
  themed.observe(document.body, { attributes: true })
  window.addEventListener("resize", ask)
  const keys = keepPlainKeys.bind(el)
  window.addEventListener("keydown", keys, true) // before JupyterLab's own, on the document
  model.on("msg:custom", receive)
  const poster = setTimeout(() => screen.showPoster(model.get("poster")), 400)

  return () => {
    resized.disconnect()
    themed.disconnect()
    window.removeEventListener("resize", ask)
    window.removeEventListener("keydown", keys, true)
    model.off("msg:custom", receive)
    ;[poster, speaking, lost, resting].forEach(clearTimeout)
    afterFrame.clear()
    beginAgain.clear()
  }
}

function makeSlider({ name, label, stops, play }, { view, positions, set, panel, afterFrame }) {
  const id = `${view}-${name}`
  const slider = element("input", { id, type: "range", min: 0, max: stops.length - 1, step: 1, value: positions[name] })
  const output = element("output", { htmlFor: id })
  const widest = stops.reduce((most, stop) => Math.max(most, stop.length), 0)
  output.style.minWidth = `${widest}ch`

  function show() {
    output.textContent = slider.ariaValueText = stops[slider.value]
  }

  function go(position) {
    slider.value = position
    show()
    set(name, Number(slider.value), stops.length)
  }

  slider.addEventListener("input", () => go(slider.value))
  show()
  const row = element("div", { className: "slider" }, element("label", { htmlFor: id }, label), output, slider)
  if (play) slider.before(makePlayButton(label, play, slider, go, afterFrame))
  panel.append(row)
}

// Plays at so many stops a second, and never faster than frames are painted.
function makePlayButton(label, rate, slider, go, afterFrame) {
  const button = element("button", { type: "button", className: "play" })
  let timer = 0
  let steppedAt = 0
  let playing = false

  function turn(on) {
    playing = on
    button.textContent = on ? "❚❚" : "▶"
    button.ariaLabel = `${on ? "Pause" : "Play"} ${label}`
    clearTimeout(timer)
    if (on) step(Number(slider.value) >= Number(slider.max) ? 0 : Number(slider.value) + 1)
  }

  function step(position) {
    steppedAt = performance.now()
    go(position)
    if (position >= Number(slider.max)) turn(false)
  }

  function next() {
    if (!playing) return
    clearTimeout(timer)
    const rest = Math.max(0, 1000 / rate - (performance.now() - steppedAt))
    timer = setTimeout(() => step(Number(slider.value) + 1), rest)
  }

  button.addEventListener("click", () => turn(!playing))
  slider.addEventListener("pointerdown", () => turn(false))
  afterFrame.add(next)
  turn(false)
  return button
}

function makeChoice({ name, label, options }, { view, positions, set, panel }) {
  const id = `${view}-${name}`
  const select = element("select", { id }, ...options.map((text) => element("option", {}, text)))
  select.selectedIndex = positions[name]
  select.addEventListener("change", () => set(name, select.selectedIndex))
  panel.append(element("div", { className: "choice" }, element("label", { htmlFor: id }, label), select))
}

function makeToggle({ name, label }, { positions, set, panel }) {
  const box = element("input", { type: "checkbox", checked: positions[name] })
  box.addEventListener("change", () => set(name, box.checked))
  panel.append(element("label", { className: "toggle" }, box, label))
}

// Start (then Pause), Step, Reset. While it goes on, each frame that is painted asks for the next: never faster than those.
function makeSteps({ name, label, most, each }, { positions, set, panel, afterFrame, beginAgain }) {
  const start = element("button", { type: "button", className: "start" })
  const step = element("button", { type: "button", textContent: "Step", ariaLabel: `Step ${label}` })
  const reset = element("button", { type: "button", textContent: "Reset", ariaLabel: `Reset ${label}` })
  let going = false
  let next = 0

  function turn(on) {
    going = on
    start.textContent = on ? "❚❚ Pause" : "▶ Start"
    start.ariaLabel = `${on ? "Pause" : "Start"} ${label}`
    cancelAnimationFrame(next)
  }

  function go(count) {
    set(name, Math.min(count, most))
  }

  start.addEventListener("click", () => {
    turn(!going)
    if (going) go(positions[name] >= most ? 0 : positions[name] + each)
  })
  step.addEventListener("click", () => {
    turn(false)
    go(positions[name] + 1)
  })
  reset.addEventListener("click", () => {
    turn(false)
    go(0)
  })
  afterFrame.add((panels, { problem }) => {
    if (positions[name] >= most || problem) turn(false)
    cancelAnimationFrame(next)
    if (going) next = requestAnimationFrame(() => go(positions[name] + each))
  })
  beginAgain.add((moved) => {
    if (moved !== name) positions[name] = 0
  })
  turn(false)
  const group = element("div", { className: "steps", role: "group", ariaLabel: label }, start, step, reset)
  panel.append(group)
}

// A ring over a point that the kernel draws: drag it, or focus it and use the arrow keys.
function makeHandle({ name, label, along, panel: index }, { positions, set, stage, afterFrame }) {
  const handle = element("button", { type: "button", className: "handle", hidden: true })
  let place = null // left, top, width, height of the panel as shares of the picture, then x0, x1, y0, y1
  let grip = null

  function show() {
    const [left, top, width, height, x0, x1, y0, y1] = place
    const [x, y] = positions[name]
    handle.style.left = `${100 * (left + (width * (x - x0)) / (x1 - x0))}%`
    handle.style.top = `${100 * (top + (height * (y1 - y)) / (y1 - y0))}%`
    handle.hidden = false
    handle.ariaLabel = `${label}: x ${x.toPrecision(3)}, y ${y.toPrecision(3)}. Drag, or use the arrow keys.`
  }

  function go(x, y) {
    const [, , , , x0, x1, y0, y1] = place
    const within = (value, low, high) => Math.min(Math.max(value, Math.min(low, high)), Math.max(low, high))
    const old = positions[name]
    set(name, [along === "y" ? old[0] : within(x, x0, x1), along === "x" ? old[1] : within(y, y0, y1)])
    show()
  }

  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId)
    grip = [event.clientX, event.clientY, ...positions[name]]
  })
  handle.addEventListener("pointermove", (event) => {
    if (!grip) return
    const [, , width, height, x0, x1, y0, y1] = place
    const box = stage.getBoundingClientRect()
    const x = grip[2] + ((event.clientX - grip[0]) / (width * box.width)) * (x1 - x0)
    const y = grip[3] - ((event.clientY - grip[1]) / (height * box.height)) * (y1 - y0)
    go(x, y)
  })
  handle.addEventListener("lostpointercapture", () => (grip = null))
  handle.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key]
    if (!move) return
    event.preventDefault()
    const [, , , , x0, x1, y0, y1] = place
    const [x, y] = positions[name]
    go(x + (move[0] * (x1 - x0)) / 100, y + (move[1] * (y1 - y0)) / 100)
  })
  afterFrame.add((panels) => {
    place = panels[index]
    show()
  })
  stage.append(handle)
}

export default { render }
