#include "ui/main_window/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void initializeTranslations() { Q_INIT_RESOURCE(translations); }

namespace likeness::ui {
namespace {

/// English stands in the sources; its file holds the plural forms only.
bool install(QCoreApplication& application, const QLocale& locale) {
  auto* own = new QTranslator(&application);
  if (!own->load(locale, QStringLiteral("likeness"), QStringLiteral("_"), QStringLiteral(":/translations"))) {
    delete own;
    return false;
  }
  application.installTranslator(own);
  auto* toolkit = new QTranslator(&application);
  if (toolkit->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
    application.installTranslator(toolkit);
  } else {
    delete toolkit;
  }
  return true;
}

}  // namespace

void installLanguage(QCoreApplication& application, const QString& chosen) {
  initializeTranslations();
  const QString wanted = qEnvironmentVariable("LIKENESS_LANGUAGE", chosen);
  const QLocale locale = wanted.isEmpty() ? QLocale::system() : QLocale(wanted);
  if (!wanted.isEmpty()) QLocale::setDefault(locale);
  if (!install(application, locale)) install(application, QLocale(QLocale::English));
}

}  // namespace likeness::ui
