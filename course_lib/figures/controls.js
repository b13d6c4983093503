// What a learner moves, each made of the browser's own elements.

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties)
  node.append(...children)
  return node
}

function makeSlider({ name, label, stops, play }, { view, positions, set, approach, panel, afterFrame }) {
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
  for (const near of ["pointerenter", "focus"]) slider.addEventListener(near, () => approach(name, stops.length))
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
  const group = element("div", { className: "buttons", role: "group", ariaLabel: label }, start, step, reset)
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
