/** One thing a customer sends: words, or a file that the sandbox makes from its name. */
export type Line =
  | string
  | { photo: string; caption?: string }
  | { document: string }
  | { voice: string };

export interface Story {
  queue: string;
  openings: string[];
  lines: Line[];
  /** What he writes when the conversation is closed already. */
  late: string;
}

/** What makes the bot hand over: typed to a menu, so it says little. */
export const handovers = [
  "Quiero hablar con una persona",
  "Asesor",
  "Hablar con un agente",
  "Otro tema",
  "persona por favor",
  "4",
];

export const replies = [
  "Perfecto, muchas gracias 🙏",
  "Ok, quedo pendiente entonces",
  "Listo, ya lo reviso",
  "Ah ya, entiendo. ¿Y cuánto se demora más o menos?",
  "Súper, mil gracias por la ayuda",
  "Mmm ya, pero eso mismo me dijeron la semana pasada…",
  "Dale, gracias",
  "¿Me lo puede confirmar por correo también, por favor?",
];

export const stories: Story[] = [
  {
    queue: "ENVIOS",
    openings: [
      "Buenas tardes, mi pedido {pedido} no llega y ya van 6 días",
      "hola, mi paquete sale entregado pero yo no recibí nada 😡",
    ],
    lines: [
      "Me sale que lo entregaron el {fecha} y en la casa no había nadie",
      { photo: "guia-de-entrega", caption: "Esta es la guía que me dieron" },
      "La dirección es {calle}, al frente de la panadería",
      "📍 https://maps.google.com/?q=-0.180653,-78.467834",
      "Es un regalo de cumpleaños, lo necesito antes del sábado por favor 🥺",
    ],
    late: "Disculpe, acaba de llamar el mensajero, dice que llega mañana ¿es verdad?",
  },
  {
    queue: "FACTURACION",
    openings: ["Buenos días, la factura de este mes está mal", "Me cobraron dos veces 😤"],
    lines: [
      "Yo siempre pago {monto} y ahora me llegó casi el doble",
      { document: "factura-{pedido}" },
      "Ahí puede ver, el segundo rubro yo nunca lo contraté",
      "¿Me pueden hacer la nota de crédito o cómo es el trámite?",
    ],
    late: "Ya revisé y todavía me sale el valor anterior en la app",
  },
  {
    queue: "CITAS",
    openings: [
      "Buenas, quisiera agendar una cita con {doctor}",
      "Hola! necesito cambiar mi cita del {fecha} porfa",
    ],
    lines: [
      "Puede ser en la tarde? Salgo del trabajo a las 5 y media",
      "Es control, ya me atendí ahí en marzo. Mi cédula termina en 4417",
      { photo: "recibo-orden-medica", caption: "La orden del seguro" },
      "¿Tengo que ir en ayunas? 🤔",
    ],
    late: "Una consulta más, ¿el parqueadero de la clínica tiene costo?",
  },
  {
    queue: "DEVOLUCIONES",
    openings: ["Quiero devolver unos zapatos que compré", "hola compre una talla y llego otra"],
    lines: [
      "Pedí talla 38 y me mandaron 40. Pedido {pedido}",
      { photo: "zapatos-en-su-caja", caption: "Están nuevos, ni los he usado" },
      "¿Me devuelven el dinero a la tarjeta o me dan un cupón? Prefiero la tarjeta",
      "Pagué {monto}",
    ],
    late: "Y el reembolso, ¿en cuántos días se ve reflejado?",
  },
  {
    queue: "SOPORTE",
    openings: ["No tengo internet desde anoche", "buenas, el internet está lentísimo otra vez"],
    lines: [
      "Ya apagué y prendí el módem como tres veces y nada",
      { photo: "caja-del-modem", caption: "La caja del módem, ahí está el serial" },
      "Trabajo desde la casa, tengo una reunión a eso de {hora} 😩",
      { voice: "nota-de-voz-internet" },
      "El contrato está a nombre de mi esposo. Vivimos en {calle}",
    ],
    late: "Se volvió a caer 😕",
  },
  {
    queue: "BANCA",
    openings: [
      "Se me bloqueó la tarjeta y estoy en el supermercado!!",
      "Buenas noches, no reconozco un consumo en mi tarjeta",
    ],
    lines: [
      "Aparece una compra de {monto} del {fecha} que yo no hice",
      "Tengo la tarjeta conmigo, nunca la presté",
      { photo: "comprobante-consumo" },
      "¿La pueden bloquear mientras investigan? Me da miedo que sigan comprando",
    ],
    late: "Me llegó otro mensaje de consumo, ayúdenme por favor",
  },
  {
    queue: "VENTAS",
    openings: ["Hola, ¿precio?", "Buenas, quiero cotizar 40 sillas para un evento"],
    lines: [
      "Es para el {fecha}, en {calle}",
      "¿Hacen factura con RUC? ¿Y el transporte está incluido?",
      "El presupuesto es ajustadito, somos una fundación",
      "Si me hacen un descuentito cerramos hoy mismo 😄",
    ],
    late: "¿Todavía está disponible la promoción?",
  },
  {
    queue: "RESTAURANTE",
    openings: ["Pedí una pizza hace hora y media y nada", "me llego el pedido incompleto"],
    lines: [
      "Faltan las papas y una bebida. Orden {pedido}",
      { photo: "pedido-incompleto", caption: "Solo vino esta caja 🍕" },
      "Son para mis hijos, tienen hambre jaja",
      "¿Me devuelven la diferencia o me mandan lo que falta?",
    ],
    late: "Ya llegó lo que faltaba, gracias! ⭐⭐⭐⭐⭐",
  },
  {
    queue: "MATRICULAS",
    openings: [
      "Buenas tardes, soy mamá de un alumno de 4to B, quería consultar por la matrícula",
      "Hola, hasta cuándo es el pago de la pensión?",
    ],
    lines: [
      "El sistema no me deja subir el comprobante, me sale error",
      { photo: "comprobante-de-transferencia", caption: "Transferencia del {fecha}" },
      { document: "certificado-de-notas" },
      "¿Con eso ya queda reservado el cupo? Es que me dijeron que hay pocos",
    ],
    late: "Olvidé preguntar por los útiles, ¿me pueden enviar la lista?",
  },
  {
    queue: "VIAJES",
    openings: [
      "Me cancelaron el vuelo y nadie me da razón",
      "Necesito cambiar la fecha de mi vuelo",
    ],
    lines: [
      "Reserva {pedido}, somos 2 adultos y un bebé",
      "Nos dijeron que hay otro a eso de {hora} pero en el counter no saben nada",
      { voice: "nota-de-voz-aeropuerto" },
      "¿Quién paga el hotel? Porque ya gastamos {monto} en comida y taxis",
    ],
    late: "Ya estamos en sala de embarque, gracias por la gestión ✈️",
  },
  {
    queue: "SEGUROS",
    openings: ["Acabo de chocar, ¿qué hago?", "Buenas, para reportar un siniestro"],
    lines: [
      "Estamos bien gracias a Dios, solo latas. Fue en {calle}",
      { photo: "recibo-de-la-poliza", caption: "La póliza está al día" },
      "📍 https://maps.google.com/?q=4.648283,-74.063278",
      "El otro conductor se quiere ir, ¿firmo algo? ¿Espero a la grúa?",
    ],
    late: "Ya llegó la grúa. ¿A qué taller lo llevan?",
  },
  {
    queue: "LUZ",
    openings: ["Sin luz en todo el barrio desde {hora}", "el recibo de luz me llego carisimo"],
    lines: [
      "Los vecinos también están igual, son como tres cuadras alrededor de {calle}",
      "Tengo insulina en la refrigeradora, por favor necesito saber a qué hora vuelve",
      { photo: "recibo-de-luz", caption: "Suministro en la parte de arriba" },
      "Gracias, avíseme cualquier cosa",
    ],
    late: "Ya volvió la luz 💡 gracias",
  },
  {
    queue: "SOPORTE",
    openings: [".", "Hola", "👋"],
    lines: [
      "Hay alguien??",
      "Es que no me deja entrar a la aplicación, dice “usuario o contraseña incorrectos” y estoy segura de que está bien porque la tengo anotada en un cuaderno desde que abrí la cuenta, además mi hija probó desde su teléfono y le sale exactamente lo mismo, ya le di en olvidé mi contraseña pero el correo nunca llega, ni en spam",
      "Mi correo es el mismo de siempre",
      "Ay no, espere… ya llegó el correo jajaja. Pero dice que el enlace caducó 😅",
    ],
    late: "Ya pude entrar, gracias por la paciencia ❤️",
  },
];

export const details: Record<string, string[]> = {
  pedido: ["PE-20418", "A-99317", "ORD-7750021", "QT-3381", "001-002-000045871"],
  monto: ["$48,90", "S/ 129.00", "$ 85.000", "$1,250.00 MXN", "USD 32.50"],
  fecha: ["12 de mayo", "lunes pasado", "03/06", "viernes 20", "29 de abril"],
  calle: [
    "Av. 6 de Diciembre y Portugal",
    "Calle 85 # 11-53, apto 402",
    "Jr. Huancavelica 560, Cercado",
    "Insurgentes Sur 1602, Col. Crédito Constructor",
    "la Cdla. Kennedy Norte, mz 204 villa 7",
  ],
  doctor: ["la Dra. Lorena Andrade", "el doctor Sáenz", "pediatría", "dermatología"],
  hora: ["las 5 y media", "las 18:00", "las 7 pm", "las 10:15"],
};
