#include "ui/pages/settings_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QThread>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/choice_bar.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wheel_guard.h"

namespace likeness::ui {
namespace {

constexpr int kWidth = 620;

QLabel* label(const QString& text, const char* role) {
  auto* made = new QLabel(text);
  made->setProperty("role", QLatin1String(role));
  made->setTextFormat(Qt::PlainText);
  made->setWordWrap(true);
  return made;
}

/// A card with a heading; what is in it goes into its layout.
QFrame* card(const QString& title) {
  auto* made = new QFrame;
  made->setProperty("card", true);
  auto* column = new QVBoxLayout(made);
  column->setContentsMargins(theme::kMargin, theme::kMargin, theme::kMargin, theme::kMargin);
  column->setSpacing(theme::kSpacing);
  column->addWidget(label(title, "heading"));
  return made;
}

QVBoxLayout* inside(QFrame* card) { return qobject_cast<QVBoxLayout*>(card->layout()); }

/// "Words" at the left, the control at the right.
QHBoxLayout* line(const QString& words, QWidget* control) {
  auto* text = new QLabel(words);
  text->setBuddy(control);
  control->setAccessibleName(words);
  auto* row = new QHBoxLayout;
  row->setSpacing(theme::kSpacing);
  row->addWidget(text);
  row->addStretch(1);
  row->addWidget(control);
  return row;
}

QPushButton* folderButton(const QString& name, const QString& text) {
  auto* button = new QPushButton(theme::icon(QStringLiteral("folder")), text);
  button->setObjectName(name);
  return button;
}

QLabel* pathLabel(const QString& name) {
  auto* made = label({}, "");
  made->setObjectName(name);
  made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return made;
}

}  // namespace

SettingsPage::SettingsPage(AppState& state, QWidget* parent) : QWidget(parent), state_(state), settings_(state.settings()) {
  languageAtStart_ = settings_.language();
  auto* middle = new QWidget;
  middle->setFixedWidth(kWidth * fontMetrics().height() / 15);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, theme::kMargin, 0, theme::kMargin);
  column->setSpacing(theme::kMargin);
  column->addWidget(label(tr("Settings"), "title"));
  column->addWidget(label(tr("Everything here is kept and used at once."), "caption"));
  for (QWidget* each : {buildLook(), buildFolders(), buildComputing(), buildTeaching(), buildDesktop(), buildPrivacy()}) column->addWidget(each);
  column->addStretch(1);
  auto* around = new QWidget;
  auto* row = new QHBoxLayout(around);
  row->setContentsMargins(theme::kMargin, 0, theme::kMargin, 0);
  row->addStretch(1);
  row->addWidget(middle);
  row->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(around);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(scroll);
  WheelGuard::protectAll(this);
  setFocusProxy(theme_);
  connect(&settings_, &AppSettings::changed, this, &SettingsPage::refresh);
  connect(&state_, &AppState::deviceChanged, this, &SettingsPage::refreshDevice);
  refresh();
  refreshDevice();
}

QWidget* SettingsPage::buildLook() {
  auto* made = card(tr("How it looks"));
  theme_ = new ChoiceBar(tr("Colours"), {{QStringLiteral("dark"), tr("Dark"), tr("Neutral grey, so that pictures are judged without glare.")},
                                         {QStringLiteral("light"), tr("Light"), tr("Light neutral grey, for bright rooms.")},
                                         {QStringLiteral("system"), tr("As the desktop"), tr("Dark or light, whichever your desktop prefers.")}});
  connect(theme_, &ChoiceBar::chosen, &settings_, &AppSettings::setTheme);
  inside(made)->addWidget(theme_);
  language_ = new QComboBox;
  language_->setObjectName(QStringLiteral("settingsLanguage"));
  language_->addItem(tr("As the system"), QString());
  language_->addItem(QStringLiteral("English"), QStringLiteral("en"));
  language_->addItem(QStringLiteral("Deutsch"), QStringLiteral("de"));
  connect(language_, &QComboBox::activated, this, [this] { settings_.setLanguage(language_->currentData().toString()); });
  inside(made)->addLayout(line(tr("Language"), language_));
  restart_ = label(tr("The new language is used when Likeness is started again."), "caption");
  restart_->setObjectName(QStringLiteral("settingsRestart"));
  inside(made)->addWidget(restart_);
  return made;
}

QWidget* SettingsPage::buildFolders() {
  auto* made = card(tr("Where things are kept"));
  inside(made)->addWidget(label(tr("Finished pictures"), "caption"));
  pictures_ = pathLabel(QStringLiteral("settingsPictures"));
  inside(made)->addWidget(pictures_);
  auto* choose = folderButton(QStringLiteral("settingsChoose"), tr("Choose another folder …"));
  auto* show = folderButton(QStringLiteral("settingsShowPictures"), tr("Show in folder"));
  default_ = new QPushButton(theme::icon(QStringLiteral("reload")), tr("Use the usual folder"));
  default_->setObjectName(QStringLiteral("settingsDefault"));
  connect(choose, &QPushButton::clicked, this, &SettingsPage::choosePicturesFolder);
  connect(show, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(settings_.picturesFolder())); });
  connect(default_, &QPushButton::clicked, this, [this] { settings_.setPicturesFolder({}); });
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(theme::kSpacing);
  for (QPushButton* each : {choose, show, default_}) buttons->addWidget(each);
  buttons->addStretch(1);
  inside(made)->addLayout(buttons);
  inside(made)->addSpacing(theme::kSpacing);
  inside(made)->addWidget(label(tr("Subjects, runs and checkpoints"), "caption"));
  auto* home = pathLabel(QStringLiteral("settingsHome"));
  home->setText(homeFolder());
  inside(made)->addWidget(home);
  auto* showHome = folderButton(QStringLiteral("settingsShowHome"), tr("Show in folder"));
  showHome->setAccessibleName(tr("Show the folder of subjects and runs"));
  connect(showHome, &QPushButton::clicked, this, [] { QDesktopServices::openUrl(QUrl::fromLocalFile(homeFolder())); });
  inside(made)->addWidget(showHome, 0, Qt::AlignLeft);
  return made;
}

QWidget* SettingsPage::buildComputing() {
  auto* made = card(tr("Where to compute"));
  device_ = new ChoiceBar(tr("Device"), {{QStringLiteral("auto"), tr("Automatic"), tr("The graphics card where there is one, else the processor.")},
                                         {QStringLiteral("cuda"), tr("Graphics card"), tr("Only the graphics card; without one nothing can be made.")},
                                         {QStringLiteral("cpu"), tr("Processor"), tr("Only the processor, which is slower; leaves the card to others.")}});
  connect(device_, &ChoiceBar::chosen, this, [this](const QString& device) {
    settings_.setDevice(device);
    state_.refreshDevice();
  });
  inside(made)->addWidget(device_);
  deviceNow_ = label({}, "caption");
  deviceNow_->setObjectName(QStringLiteral("settingsDeviceNow"));
  inside(made)->addWidget(deviceNow_);
  threads_ = new QSpinBox;
  threads_->setObjectName(QStringLiteral("settingsThreads"));
  threads_->setRange(0, QThread::idealThreadCount());
  threads_->setSpecialValueText(tr("all"));
  threads_->setToolTip(tr("How many processor cores may work; fewer leave some to other programs"));
  connect(threads_, &QSpinBox::valueChanged, &settings_, &AppSettings::setThreads);
  inside(made)->addLayout(line(tr("Processor cores to use"), threads_));
  return made;
}

QWidget* SettingsPage::buildTeaching() {
  auto* made = card(tr("How a new subject begins"));
  inside(made)->addWidget(label(tr("How thoroughly"), "caption"));
  preset_ = new ChoiceBar(tr("How thoroughly"), {{QStringLiteral("quick"), tr("Quick"), {}},
                                                 {QStringLiteral("balanced"), tr("Balanced"), {}},
                                                 {QStringLiteral("thorough"), tr("Thorough"), {}}});
  connect(preset_, &ChoiceBar::chosen, &settings_, &AppSettings::setPreset);
  inside(made)->addWidget(preset_);
  inside(made)->addWidget(label(tr("What to make"), "caption"));
  method_ = new ChoiceBar(tr("What to make"), {{QStringLiteral("full"), tr("Whole model"), {}},
                                               {QStringLiteral("lora"), tr("Small add-on file"), {}}});
  connect(method_, &ChoiceBar::chosen, &settings_, &AppSettings::setMethod);
  inside(made)->addWidget(method_);
  return made;
}

QWidget* SettingsPage::buildDesktop() {
  auto* made = card(tr("While you do something else"));
  notifies_ = new QCheckBox(tr("Tell me on the desktop when something is done or did not work out"));
  notifies_->setObjectName(QStringLiteral("settingsNotifies"));
  connect(notifies_, &QCheckBox::toggled, &settings_, &AppSettings::setNotifies);
  inside(made)->addWidget(notifies_);
  inside(made)->addWidget(label(tr("The computer does not go to sleep while Likeness works."), "caption"));
  return made;
}

QWidget* SettingsPage::buildPrivacy() {
  auto* made = card(tr("Your photos"));
  inside(made)->addWidget(label(tr("Likeness has no network code at all: photos, prompts and pictures never leave this computer."), "caption"));
  return made;
}

void SettingsPage::choosePicturesFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Choose the folder for finished pictures"), settings_.picturesFolder());
  if (!folder.isEmpty()) settings_.setPicturesFolder(folder);
}

void SettingsPage::refresh() {
  theme_->setChoice(settings_.theme());
  language_->setCurrentIndex(language_->findData(settings_.language()));
  restart_->setVisible(settings_.language() != languageAtStart_);
  pictures_->setText(settings_.picturesFolder());
  default_->setVisible(settings_.hasOwnPicturesFolder());
  device_->setChoice(settings_.device());
  threads_->setValue(settings_.threads());
  preset_->setChoice(settings_.preset());
  method_->setChoice(settings_.method());
  notifies_->setChecked(settings_.notifies());
}

void SettingsPage::refreshDevice() {
  const api::DeviceStatus& device = state_.device();
  deviceNow_->setText(device.name.empty() ? QString() : tr("Now: %1").arg(toQString(device.name)));
  deviceNow_->setVisible(!device.name.empty());
}

}  // namespace likeness::ui
