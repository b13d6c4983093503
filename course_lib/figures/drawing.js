// A paper over a panel that the kernel draws. The ink shows at once, drawn here; when the kernel's picture has it too, it
// is shown by that alone.

const NEAR = 1 / 140 // of the panel's width: points closer than this to the last one are left out
const MOST_POINTS = 2000
const OWN = "my own"

function makeDrawing({ name, label, panel: index, pen, examples }, { view, positions, set, stage, panel, afterFrame, controls }) {
  const paper = element("div", { className: "paper", hidden: true, innerHTML: "<svg><path /></svg>" })
  const [svg] = paper.children
  const [ink] = svg.children
  const id = `${view}-${name}`
  const select = element("select", { id }, ...[...examples.map(([text]) => text), OWN].map((text) => element("option", {}, text)))
  const undo = element("button", { type: "button", textContent: "Undo", ariaLabel: `Undo ${label}` })
  const clear = element("button", { type: "button", textContent: "Clear", ariaLabel: `Clear ${label}` })
  const widths = controls.find((control) => control.name === pen).stops
  const before = [] // what Undo brings back
  let own = [] // what was drawn last, examples apart
  let place = null // see makeHandle
  let stroke = null // the one that is being drawn
  let pointer = 0 // that draws it

  function showChoice() {
    const now = JSON.stringify(positions[name])
    const [text] = examples.find(([, strokes]) => JSON.stringify(strokes) === now) ?? [OWN]
    select.value = text
    if (text === OWN) own = positions[name]
  }

  function go(strokes) {
    set(name, strokes)
    showChoice()
  }

  function change(strokes) {
    before.push(positions[name])
    go(strokes)
  }

  // From the page's pixels to the panel's units.
  function point({ clientX, clientY }) {
    const [, , , , x0, x1, y0, y1] = place
    const box = paper.getBoundingClientRect()
    const share = (value) => Math.min(Math.max(value, 0), 1)
    const x = x0 + share((clientX - box.left) / box.width) * (x1 - x0)
    const y = y1 + share((clientY - box.top) / box.height) * (y0 - y1)
    return [x, y].map((part) => Math.round(100 * part) / 100)
  }

  function add(event) {
    const [x, y] = point(event)
    const last = stroke.at(-1)
    const near = NEAR * Math.abs(place[5] - place[4])
    const full = positions[name].reduce((sum, part) => sum + part.length, 0) >= MOST_POINTS
    if (!full && Math.hypot(x - last[0], y - last[1]) >= near) stroke.push([x, y])
  }

  function showInk(strokes) {
    const [, , , , x0, x1, y0, y1] = place
    const across = (x) => (x - x0) * Math.sign(x1 - x0)
    const down = (y) => (y1 - y) * Math.sign(y1 - y0)
    const line = (points) => points.map(([x, y]) => `${across(x)} ${down(y)}`).join("L")
    svg.setAttribute("viewBox", `0 0 ${Math.abs(x1 - x0)} ${Math.abs(y1 - y0)}`)
    ink.setAttribute("stroke-width", widths[positions[pen]])
    ink.setAttribute("d", strokes.map((points) => `M${line(points)}l0 0`).join(""))
    ink.style.visibility = "visible"
  }

  paper.addEventListener("pointerdown", (event) => {
    if (event.button || stroke) return
    event.preventDefault()
    paper.setPointerCapture(event.pointerId)
    pointer = event.pointerId
    stroke = [point(event)]
    const strokes = [...(select.value === OWN ? positions[name] : []), stroke]
    showInk(strokes)
    change(strokes)
  })
  paper.addEventListener("pointermove", (event) => {
    if (!stroke || event.pointerId !== pointer) return
    const moves = event.getCoalescedEvents?.() ?? []
    const length = stroke.length
    ;(moves.length ? moves : [event]).forEach(add)
    if (stroke.length === length) return
    showInk(positions[name])
    go(positions[name])
  })
  paper.addEventListener("lostpointercapture", () => (stroke = null))
  paper.addEventListener("contextmenu", (event) => {
    if (!stroke) return
    event.preventDefault() // a finger that rests draws a dot
    event.stopPropagation()
  })
  select.addEventListener("change", () => change(examples[select.selectedIndex]?.[1] ?? own))
  undo.addEventListener("click", () => before.length && go(before.pop()))
  clear.addEventListener("click", () => positions[name].length && change([]))
  afterFrame.add((panels, frame) => {
    place = panels[index]
    const [left, top, width, height] = place
    Object.assign(paper.style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` })
    paper.hidden = false
    if (frame.positions === JSON.stringify(positions)) ink.style.visibility = "hidden"
  })

  showChoice()
  stage.append(paper)
  const buttons = element("div", { className: "buttons" }, undo, clear)
  panel.append(element("div", { className: "choice" }, element("label", { htmlFor: id }, label), select), buttons)
}
